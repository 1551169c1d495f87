"""How messages between a reader and its workers begin: the length of what describes them, and of the data."""

import struct

__all__ = ["LENGTHS"]

LENGTHS = struct.Struct("<QQ")
