"""The API for programs, a module a matter."""
