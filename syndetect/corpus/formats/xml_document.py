"""One XML document as it is parsed: where records begin and end, and what stands around them."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html.entities import html5
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from syndetect.corpus.markup import local_name

__all__ = ["Document", "NotTaken", "Rules", "Spot"]

_DEEPEST = 5_000  # open elements, wherever they stand
_LONGEST_PATH = 100  # characters, of a path in the context
_LONGEST_VALUE = 1_000  # characters, of a value in the context
_MOST_VALUES = 300  # in the context


class Spot(NamedTuple):
    """Where a record stands."""

    start: int
    head: bytes
    end: int = 0  # of its last tag: where that begins, or behind it when the element is empty


class NotTaken(Exception):
    """The rest of the document is not read."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


OnRecord = Callable[[Spot, Element | None, tuple[str, str] | None], None]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What is looked for in documents, and who is told.

    Parameters
    ----------
    names, roots : set of str
        Local names of records, and of other elements that a document may
        begin with.
    encoding : str
        Of the bytes; empty where the document declares it.
    max_depth, max_bytes : int
        A deeper or longer record becomes no element.
    context : dict of str to str
        Is filled with values from outside the records, by path.
    head_at : callable
        Returns the first bytes at an offset.
    on_record : callable
        Called at the end of every record, with its place, and its element or
        the reason why it is none.
    """

    names: AbstractSet[str]
    roots: AbstractSet[str]
    encoding: str
    max_depth: int
    max_bytes: int
    context: dict[str, str]
    head_at: Callable[[int], bytes]
    on_record: OnRecord


class Document:
    """One document, from its first byte or from a record in its middle."""

    def __init__(self, rules: Rules) -> None:
        self.spaces: dict[str, str] = {}  # prefix to namespace, declared outside records
        self.spot: Spot | None = None  # the record at hand
        self.is_resumed = False
        self.is_empty = True  # no element has begun
        self._rules = rules
        self._shift = 0  # offset of the parser's byte 0
        self._path: list[str] = []  # of the open elements outside records
        self._depth = 0  # inside the record at hand
        self._builder: TreeBuilder | None = None
        self._trouble: tuple[str, str] | None = None
        self._parser = self._new_parser(rules.encoding)

    def begin(self, shift: int, opening: bytes) -> None:
        """Set the offset of the first byte that is parsed, and parse an element that holds what follows."""
        self._shift = shift
        if opening:
            self.is_resumed = True
            self._parser.Parse(opening)
            self._path = []

    @property
    def place(self) -> int:
        """Offset of the token at hand."""
        return self._shift + max(self._parser.CurrentByteIndex, 0)

    def parse(self, data: bytes | memoryview, *, is_last: bool = False) -> None:
        """Parse some bytes.

        Raises
        ------
        ExpatError
            The XML is broken.
        NotTaken
            It is sound and must not be read.
        """
        self._parser.Parse(data, is_last)
        if self.spot is not None and self.place - self.spot.start > self._rules.max_bytes:
            self._leave_out(
                "too_large", f"more than {self._rules.max_bytes:,} bytes, the limit for one record"
            )

    def _new_parser(self, encoding: str) -> expat.XMLParserType:
        parser = expat.ParserCreate(encoding or None, "}")
        parser.buffer_text = True
        parser.UseForeignDTD()  # lets the names of characters in HTML through; nothing is fetched
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._on_doctype
        parser.EntityDeclHandler = self._on_entity
        parser.SkippedEntityHandler = self._on_skipped
        parser.StartNamespaceDeclHandler = self._on_namespace
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        return parser

    def _on_doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if internal:
            raise NotTaken(
                "xml_dtd", f"the document type of {name[:_LONGEST_PATH]} declares something itself"
            )

    def _on_entity(self, *_: object) -> None:
        raise NotTaken("xml_dtd", "the document declares an entity")

    def _on_skipped(self, name: str, is_parameter: int) -> None:
        if not is_parameter:
            self._on_text(html5.get(f"{name};", f"&{name};"))

    def _on_namespace(self, prefix: str | None, uri: str | None) -> None:
        if self.spot is None:
            self.spaces[prefix or ""] = uri or ""

    def _on_start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if self.spot is None and name not in self._rules.names:
            self._enter(name, attributes)
            return
        self.is_empty = False
        if self.spot is None:
            place = self.place
            self.spot = Spot(place, self._rules.head_at(place))
            self._depth, self._trouble, self._builder = 0, None, TreeBuilder()
        self._depth += 1
        if self._depth > self._rules.max_depth:
            self._leave_out("limit_nesting", f"nested deeper than {self._rules.max_depth} levels")
        if self._depth > _DEEPEST:
            raise NotTaken("limit_nesting", f"elements are nested deeper than {_DEEPEST:,} levels")
        if self._builder is not None:
            self._builder.start(_full(tag), {_full(key): value for key, value in attributes.items()})

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element that is no record."""
        if self.is_empty and not self.is_resumed and self._rules.roots and name not in self._rules.roots:
            raise NotTaken(
                "bad_file", f"it begins with the element {name[:_LONGEST_PATH]}, which is not known"
            )
        self.is_empty = False
        self._path.append(name[:_LONGEST_PATH])
        if len(self._path) > _DEEPEST:
            raise NotTaken("limit_nesting", f"elements are nested deeper than {_DEEPEST:,} levels")
        for key, value in attributes.items():
            self._note(f"{self._where()}@{local_name(key)}", value)

    def _on_end(self, tag: str) -> None:
        if self.spot is None:
            del self._path[-1:]
            return
        if self._builder is not None:
            self._builder.end(_full(tag))
        self._depth -= 1
        if self._depth == 0:
            spot = self.spot._replace(end=self.place)
            builder, self._builder, self.spot = self._builder, None, None
            self._rules.on_record(spot, builder.close() if builder is not None else None, self._trouble)

    def _on_text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)
        elif self.spot is None and self._path and not text.isspace():
            self._note(self._where(), text.strip())

    def _where(self) -> str:
        return "/".join(self._path[-4:])[-_LONGEST_PATH:]

    def _note(self, path: str, value: str) -> None:
        """Remember a value from outside the records; the first of a path stays."""
        if value and len(self._rules.context) < _MOST_VALUES:
            self._rules.context.setdefault(path, value[:_LONGEST_VALUE])

    def _leave_out(self, reason: str, detail: str) -> None:
        """Build the record at hand no further."""
        if self._trouble is None:
            self._trouble, self._builder = (reason, detail), None


def _full(name: str) -> str:
    """Return a name with its namespace as ElementTree writes it."""
    return f"{{{name}" if "}" in name else name
