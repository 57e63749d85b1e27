"""What may stand before the root of XML or SGML, as a regular expression."""

from __future__ import annotations

PROLOG = r"\s*+(?:<\?[^>]*+>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+|<!DOCTYPE[^>\[]*+>\s*+)*+"
