"""SARIF 2.1.0 (OASIS, errata 01): a run as code scanning services and editors read it."""
