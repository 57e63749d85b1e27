"""What the readers of markup share: tags, character references, and where paragraphs end."""
