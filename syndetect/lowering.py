"""LLVM code of kernels, written in fewer words than numba's where a statement is plain.

numba lowers ``array[place]`` as it lowers every indexing: it copies the array's
description to the stack, reads it back field by field, and searches for an
implementation. Four fifths of the LLVM code of a kernel were such copies, which
are written, read and optimised away again. :class:`PlainLower` takes the fields
that it needs, for the statements that kernels are made of: elements of arrays of
numbers, lengths and shapes, loops over ranges, and variables that are assigned
once. What these compute is the same, operation for operation; everything else is
left to numba.
"""

from collections import defaultdict
from typing import Any

from llvmlite import ir as llvm_ir
from numba.core import cgutils, ir, types
from numba.core.lowering import Lower

__all__ = ["PlainLower"]


class PlainLower(Lower):
    """Lowering of a function as numba does it, with shorter ways for plain statements."""

    def _find_singly_assigned_variable(self) -> None:
        """Keep what is assigned once as a value: numba does so within a block, and else takes the stack.

        A single assignment comes before every use (SSA). Two kinds are left as they are: what
        counts references, but for arguments, which the caller holds as long as the call lasts;
        and what is used in a block that stands before the assignment.
        """
        super()._find_singly_assigned_variable()
        self._borrowed: set[str] = set()
        if self.func_ir.func_id.is_generator:
            return
        assigned: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for place, block in self.blocks.items():
            for statement in block.find_insts(ir.Assign):
                assigned[statement.target.name].append((place, statement.value))
        used: dict[str, list[int]] = defaultdict(list)
        lifetimes = self.func_ir.variable_lifetime
        for place, names in lifetimes.usedefs.usemap.items():
            for name in names:
                used[name].append(place)
        dominators = lifetimes.cfg.dominators()
        for name, found in assigned.items():
            place, value = found[0]
            is_plain = all(place < use and place in dominators[use] for use in used[name])
            if len(found) > 1 or not is_plain:
                continue
            if isinstance(value, ir.Arg):
                self._borrowed.add(name)
            if not self._counts(name) or isinstance(value, ir.Arg):
                self._singly_assigned_vars.add(name)

    def lower_assign(self, ty: Any, inst: Any) -> Any:
        """Take an argument as it is, without counting another reference."""
        if inst.target.name in self._borrowed and self.typeof("arg." + inst.value.name) == ty:
            return self.fnargs[inst.value.index]
        self._borrowed.discard(inst.target.name)
        return super().lower_assign(ty, inst)

    def delvar(self, name: str) -> None:
        """Forget a variable."""
        if name not in self._borrowed and self._counts(name):
            super().delvar(name)

    def lower_getitem(self, resty: Any, expr: Any, value: Any, index: Any, signature: Any) -> Any:
        """Read an element of an array."""
        place = self._element(value.name, index.name, signature)
        if place is None:
            return super().lower_getitem(resty, expr, value, index, signature)
        array = signature.args[0]
        element = self.context.unpack_value(self.builder, array.dtype, place, _alignment(array))
        return self.context.cast(self.builder, element, signature.return_type, resty)

    def lower_setitem(self, target_var: Any, index_var: Any, value_var: Any, signature: Any) -> Any:
        """Write an element of an array."""
        place = self._element(target_var.name, index_var.name, signature)
        if place is None:
            return super().lower_setitem(target_var, index_var, value_var, signature)
        array, _, kind = signature.args
        value = self.context.cast(
            self.builder, self.loadvar(value_var.name), self.typeof(value_var.name), kind
        )
        value = self.context.cast(self.builder, value, kind, array.dtype)
        self.context.pack_value(self.builder, array.dtype, value, place, _alignment(array))
        return self.context.get_dummy_value()

    def lower_call(self, resty: Any, expr: Any) -> Any:
        """Return the length of an array, or a range of step 1."""
        function, builder = self.typeof(expr.func.name), self.builder
        key = function.typing_key if isinstance(function, types.Function) else None
        if key is len and len(expr.args) == 1 and _is_array(self.typeof(expr.args[0].name)):
            signature = self.fndesc.calltypes[expr]
            length = builder.extract_value(self._field(expr.args[0].name, "shape"), 0)
            return self.context.cast(builder, length, signature.return_type, resty)
        if key is range and len(expr.args) <= 2 and expr.vararg is None and not expr.kws:
            signature = self.fndesc.calltypes[expr]
            *start, stop = self.fold_call_args(function, signature, expr.args, None, ())
            one = llvm_ir.Constant(stop.type, 1)
            zero = llvm_ir.Constant(stop.type, 0)
            fields = {"start": start[0] if start else zero, "stop": stop, "step": one}
            return self._record(signature.return_type, fields)
        return super().lower_call(resty, expr)

    def lower_expr(self, resty: Any, expr: Any) -> Any:
        """Lower the shape of an array, and a step of a loop over a range."""
        if expr.op == "getattr" and expr.attr == "shape" and _is_array(self.typeof(expr.value.name)):
            return self._field(expr.value.name, "shape")
        if expr.op == "getiter" and self._is_unit_range(expr.value):
            return self._begin_range(resty, expr.value.name)
        if expr.op == "iternext" and isinstance(self.typeof(expr.value.name), types.RangeIteratorType):
            return self._next_of_range(resty, expr.value.name)
        return super().lower_expr(resty, expr)

    def _begin_range(self, kind: Any, name: str) -> Any:
        """Return what a loop over a range of step 1 counts with."""
        builder = self.builder
        start, stop = self._field(name, "start"), self._field(name, "stop")
        difference = builder.sub(stop, start)
        zero = llvm_ir.Constant(start.type, 0)
        left = builder.select(builder.icmp_signed(">", difference, zero), difference, zero)
        current, count = (cgutils.alloca_once(builder, start.type) for _ in range(2))
        builder.store(start, current)
        builder.store(left, count)
        fields = {"iter": current, "stop": stop, "step": self._field(name, "step"), "count": count}
        return self._record(kind, fields)

    def _next_of_range(self, kind: Any, name: str) -> Any:
        """Return the next number of a range, and whether there is one."""
        builder = self.builder
        current, count = self._field(name, "iter"), self._field(name, "count")
        value, left = builder.load(current), builder.load(count)
        valid = builder.icmp_signed(">", left, llvm_ir.Constant(left.type, 0))
        with builder.if_then(valid):
            builder.store(builder.sub(left, llvm_ir.Constant(left.type, 1), flags=["nsw"]), count)
            builder.store(builder.add(value, self._field(name, "step")), current)
        return self._record(kind, {"first": value, "second": valid})

    def _is_unit_range(self, variable: Any) -> bool:
        """Tell whether a variable is a range of step 1."""
        found = self.func_ir._definitions[variable.name]
        if len(found) != 1 or not isinstance(found[0], ir.Expr) or found[0].op != "call":
            return False
        function = self.typeof(found[0].func.name)
        is_range = isinstance(function, types.Function) and function.typing_key is range
        return is_range and len(found[0].args) <= 2 and found[0].vararg is None

    def _element(self, name: str, index: str, signature: Any) -> Any:
        """Return a pointer to an element of an array, or None where something else is asked for."""
        array, at = signature.args[:2]
        kinds: Any = at if isinstance(at, types.BaseTuple) else (at,)
        if (
            not _is_array(array)
            or self.typeof(name) != array
            or array.layout not in "CA"
            or not isinstance(array.dtype, types.Number | types.Boolean)
            or len(kinds) != array.ndim
            or not all(isinstance(kind, types.Integer) for kind in kinds)
            or self.context.enable_boundscheck
        ):
            return None
        builder = self.builder
        value = self.context.cast(builder, self.loadvar(index), self.typeof(index), at)
        values = [value] if at is kinds[0] else cgutils.unpack_tuple(builder, value, len(kinds))
        dims = cgutils.unpack_tuple(builder, self._field(name, "shape"), array.ndim)
        places = [
            self._from_start(kind, value, size) for kind, value, size in zip(kinds, values, dims, strict=True)
        ]
        strides = cgutils.unpack_tuple(builder, self._field(name, "strides"), array.ndim)
        data = self._field(name, "data")
        return cgutils.get_item_pointer2(self.context, builder, data, dims, strides, array.layout, places)

    def _from_start(self, kind: Any, place: Any, size: Any) -> Any:
        """Return a place counted from the start of an axis: below 0 it counts from the end."""
        if not kind.signed:
            return self.context.cast(self.builder, place, kind, types.uintp)
        place = self.context.cast(self.builder, place, kind, types.intp)
        negative = self.builder.icmp_signed("<", place, llvm_ir.Constant(size.type, 0))
        return self.builder.select(negative, self.builder.add(place, size), place)

    def _counts(self, name: str) -> bool:
        """Tell whether references to what a variable is are counted."""
        return bool(self.context.data_model_manager[self.typeof(name)].contains_nrt_meminfo())

    def _field(self, name: str, field: str) -> Any:
        """Return a field of the record that a variable is."""
        model = self.context.data_model_manager[self.typeof(name)]
        return self.builder.extract_value(self.loadvar(name), model.get_field_position(field))

    def _record(self, kind: Any, fields: dict[str, Any]) -> Any:
        """Return a record of a type."""
        model = self.context.data_model_manager[kind]
        record = llvm_ir.Constant(model.get_value_type(), llvm_ir.Undefined)
        for field, value in fields.items():
            record = self.builder.insert_value(record, value, model.get_field_position(field))
        return record


def _is_array(kind: Any) -> bool:
    return type(kind) is types.Array and kind.ndim > 0


def _alignment(array: Any) -> int | None:
    """Return to how many bytes the elements of an array are aligned, or None where it is as usual."""
    return None if array.aligned else 1
