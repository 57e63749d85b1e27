"""The desk as a web application."""
