"""The closed lists of what can befall records and files, code to sentence; scripts may rely on them."""

__all__ = ["FAULTS", "FILTERS", "REASONS"]

REASONS: dict[str, str] = {
    "bad_csv": "The row does not fit the table: an open quotation mark, or other columns than the header.",
    "bad_encoding": "The bytes are not valid UTF-8.",
    "bad_field": "A field that was mapped by name holds a value of the wrong type.",
    "bad_file": "The file is not what its name or its first bytes say, or it is damaged as a whole.",
    "bad_json": "The line or element is not valid JSON.",
    "limit_fields": "The record has more fields than the limit.",
    "limit_nesting": "Objects and lists are nested deeper than the limit.",
    "lone_surrogate": "A string holds half of a surrogate pair, which is no character.",
    "missing_extra": "The format needs a package that is not installed.",
    "no_text": "There is no text: no known field holds it, or it is not a string.",
    "not_an_object": "The record is JSON, but not an object with named fields.",
    "not_regular_file": "A link, pipe, socket or device, which is never opened.",
    "read_error": "The operating system did not let the file be read.",
    "too_large": "The record is longer than the limit for one record.",
    "truncated_record": "The input ends in the middle of this record.",
}
"""Why a record was quarantined."""

FILTERS: dict[str, str] = {
    "empty_text": "The field of the text is there, but empty, null or nothing but white space.",
}
"""Why a sound record is no article: it is counted, and nothing is wrong with the input."""

FAULTS: dict[str, str] = {
    "bad_checksum": "A checksum of the compressed data is wrong.",
    "bad_file": "It is not what its name or its first bytes say, or it is damaged as a whole.",
    "bad_header": "The table has no readable header.",
    "damaged_file": "A part of it cannot be read.",
    "damaged_stream": "The compressed data are damaged.",
    "limit_file_bytes": "It decompresses to more bytes than the limit for one file.",
    "limit_memory": "To decompress it takes more memory than 128 MiB.",
    "limit_ratio": "It decompresses to more times its size than the limit.",
    "limit_seconds": "Reading took longer than the limit.",
    "missing_extra": "The format needs a package that is not installed.",
    "nested_compression": "It was compressed twice.",
    "not_regular_file": "A link, pipe, socket or device, which is never opened.",
    "open_transaction": "A journal beside the database holds changes that are not yet in it.",
    "read_error": "The operating system did not let the file be read.",
    "trailing_garbage": "Something else follows the compressed data.",
    "truncated_file": "The file ends too early.",
    "truncated_record": "The last record is cut off.",
    "truncated_stream": "The compressed data end too early.",
    "worker_failed": "The process that reads it ended unexpectedly.",
}
"""Why a file is ``partial`` or ``unreadable``."""
