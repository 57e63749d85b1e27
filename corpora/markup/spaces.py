"""The namespaces of feeds and news files."""

from __future__ import annotations

ATOM = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_FEEDS = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
RSS_CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
NEWSML_G2 = "http://iptc.org/std/nar/"
NEWSML_G2_ROOTS = frozenset(
    {"newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem"}
)
NEWSML_1 = "NewsML"
