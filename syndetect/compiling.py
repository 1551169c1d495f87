"""How numba compiles kernels here: what only kernels call is compiled once, as part of its callers.

numba makes machine code and two wrappers for every function, and optimises the
code of a function again in each of its callers. Of the kernels of this package
two thirds are called from kernels alone. For these (:class:`PartCompiler`) the
work ends with their LLVM code, which is linked into the kernels that are called
from Python (:class:`KernelCompiler`) and optimised there, once.

The passes and their order are numba's own (``numba.core.compiler``, "customising
the compiler" in its manual); this module replaces the last one, lowering, and
leaves out those that have nothing to do in kernels. That stands on methods of
numba which are not documented: with a version that nobody tried (``is_tried``)
all kernels are compiled in numba's own way, which costs time and nothing else.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from types import CodeType
from typing import Any, ClassVar

import llvmlite.binding as llvm
from numba import _dynfunc  # type: ignore[attr-defined] # a C module
from numba.core import compiler
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.environment import lookup_environment
from numba.core.registry import cpu_target
from numba.core.target_extension import jit_registry, target_registry
from numba.core.typed_passes import DumpParforDiagnostics, InlineOverloads, NativeLowering, NopythonRewrites
from numba.core.types.functions import BaseFunction
from numba.core.untyped_passes import (
    DeadBranchPrune,
    FindLiterallyCalls,
    InlineClosureLikes,
    InlineInlinables,
    IRProcessing,
    LiteralPropagationSubPipelinePass,
    LiteralUnroll,
    MakeFunctionToJitFunction,
    RewriteSemanticConstants,
    WithLifting,
)

from syndetect.garbage import uncollected
from syndetect.lowering import PlainLower

__all__ = ["KernelCompiler", "PartCompiler"]

# Of use to with-blocks, functions declared inline, whole-array expressions and parallel loops.
_NOTHING_TO_DO = (WithLifting, InlineInlinables, InlineOverloads, NopythonRewrites, DumpParforDiagnostics)
# Of use to branches on what is known of types, functions within functions and loops over tuples of
# several types: numba's own overloads have these, kernels have not. The first is of use to generators.
_FOR_OVERLOADS = (
    IRProcessing,
    RewriteSemanticConstants,
    DeadBranchPrune,
    MakeFunctionToJitFunction,
    FindLiterallyCalls,
    LiteralUnroll,
    LiteralPropagationSubPipelinePass,
)
# All are set, so that numba finds again what it compiled for another function; none is called from C.
OPTIONS: dict[str, Any] = {"nogil": True, "no_cfunc_wrapper": True, "fastmath": False, "forceinline": False}
_RESOLVE = BaseFunction.get_call_type
_ENVIRONMENT = "_ZN08NumbaEnv"  # how numba names the global variable of a function's environment


class _QuickFlags(Flags):
    """Flags that compare what was set: numba's compare all options one by one, and hash alike."""

    def __hash__(self) -> int:
        return hash(frozenset(self._values))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _QuickFlags):
            return self is other or bool(self._values == other._values)
        return bool(super().__eq__(other))


class _PartLibrary(JITCodeLibrary):
    """LLVM code that is linked into its callers, and optimised and made machine code there."""

    def add_llvm_module(self, ll_module: Any) -> None:
        self._final_module.link_in(ll_module)

    def finalize(self) -> None:
        for library in dict.fromkeys(self._linking_libraries):
            if hasattr(library, "_reload_init"):  # not in numba 0.61
                self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True

    def _get_module_for_linking(self) -> Any:
        self._ensure_finalized()
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == llvm.Linkage.external:
                function.linkage = "linkonce_odr"
        return self._final_module


def _unfinished(library: Any, function: Any, environment: Any) -> Any:
    """Return what stands for a part among numba's functions: its identity, not to be called."""
    name = function.qualname.split(".")[-1]
    return _dynfunc.make_function(function.lookup_module(), name, "", 0, environment, (library,))


@register_pass(mutates_CFG=True, analysis_only=False)
class _InlineComprehensions(InlineClosureLikes):
    """numba's inlining of comprehensions, where there is one: looking for them takes three analyses."""

    _name = "syndetect_inline_comprehensions"

    def run_pass(self, state: Any) -> bool:
        has_any = any(isinstance(constant, CodeType) for constant in state.func_id.code.co_consts)
        return has_any and bool(super().run_pass(state))


@register_pass(mutates_CFG=True, analysis_only=False)
class _PartLowering(NativeLowering):
    """numba's lowering, up to the LLVM code."""

    _name = "syndetect_part_lowering"
    lowering_class = PlainLower

    def run_pass(self, state: Any) -> bool:
        library = _PartLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        library.enable_object_caching()
        state.library = library
        state.flags.no_cpython_wrapper = True
        context = state.targetctx
        context.get_executable = _unfinished
        try:
            return bool(super().run_pass(state))
        finally:
            del context.get_executable
            state.flags.discard("no_cpython_wrapper")  # numba finds overloads again by the flags of callers


@register_pass(mutates_CFG=True, analysis_only=False)
class _KernelLowering(NativeLowering):
    """numba's lowering; then the environments of the parts, which numba sets where it makes machine code."""

    _name = "syndetect_kernel_lowering"
    lowering_class = PlainLower

    def run_pass(self, state: Any) -> bool:
        changed = bool(super().run_pass(state))
        for variable in state.library._final_module.global_variables:
            environment = (
                lookup_environment(variable.name) if variable.name.startswith(_ENVIRONMENT) else None
            )
            if environment is not None and not variable.is_declaration:
                state.library.codegen.set_env(variable.name, environment)
        return changed


_resolved: dict[tuple[int, Any], tuple[Any, Any]] = {}
_internals: dict[Any, Any] = {}  # what numba compiled for itself: others are to find none of our parts


def _resolve(function: Any, context: Any, args: Any, kws: Any) -> Any:
    """Return the signature of a call of one of numba's functions, found out once for the same types.

    numba tries all implementations of an operator at each of its uses, several times, and words
    why each one did not fit.
    """
    if kws:
        return _RESOLVE(function, context, args, kws)
    key = id(function), args
    if key not in _resolved:
        _resolved[key] = _RESOLVE(function, context, args, kws), function
    return _resolved[key][0]


@contextmanager
def _instead(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Set an attribute of an object while a block runs."""
    before = vars(owner).get(name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        if before is None:
            delattr(owner, name)
        else:
            setattr(owner, name, before)


def _reload(context: Any) -> None:
    """Take in what was added to the registries of a context: numba imports them all anew before that."""
    for registry in list(context._registries):
        context.install_registry(registry)


@contextmanager
def _compiling() -> Iterator[None]:
    """Compile what numba has of NumPy and Python as parts too, and collect no garbage, a seventh of the time.

    numba lets one thread in here at a time. What is left over goes when the outermost kernel is done.
    """
    target = target_registry["cpu"]
    decorator = jit_registry[target]
    dict.__setitem__(jit_registry, target, partial(decorator, pipeline_class=_OverloadCompiler, **OPTIONS))
    typing, lowering = cpu_target.typing_context, cpu_target.target_context
    try:
        with (
            uncollected(),
            _instead(compiler, "Compiler", _OverloadCompiler),
            _instead(BaseFunction, "get_call_type", _resolve),
            _instead(typing, "load_additional_registries", partial(_reload, typing)),
            _instead(lowering, "load_additional_registries", partial(_reload, lowering)),
        ):
            yield
    finally:
        dict.__setitem__(jit_registry, target, decorator)


class _Sizes(dict[Any, int]):
    """Bytes of LLVM types; for each question numba makes a module, and asks at every use of an array."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._size_of = type(context).get_abi_sizeof.__get__(context)

    def __missing__(self, key: Any) -> int:
        self[key] = size = int(self._size_of(key))
        return size


class _Compiler(CompilerBase):
    lowering: type[NativeLowering]
    without: tuple[type, ...] = _NOTHING_TO_DO + _FOR_OVERLOADS
    _sizes: ClassVar[_Sizes | None] = None
    _passes: ClassVar[dict[type, PassManager]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.state.flags = _QuickFlags(self.state.flags)
        if _Compiler._sizes is None:
            _Compiler._sizes = _Sizes(self.state.targetctx)
        context = self.state.targetctx  # a copy for this function
        context.get_abi_sizeof = _Compiler._sizes.__getitem__
        context.load_additional_registries = partial(_reload, context)
        context.cached_internal_func = _internals

    def compile_extra(self, func: Any) -> Any:
        with global_compiler_lock, _compiling():
            return super().compile_extra(func)

    def define_pipelines(self) -> list[Any]:
        kind = type(self)
        if kind not in _Compiler._passes:
            passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
            instead = {NativeLowering: self.lowering, InlineClosureLikes: _InlineComprehensions}
            passes.passes = [
                (instead.get(step, step), why) for step, why in passes.passes if step not in self.without
            ]
            passes.finalize()
            _Compiler._passes[kind] = passes
        passes = copy(_Compiler._passes[kind])
        passes.exec_times = OrderedDict()
        return [passes]


class KernelCompiler(_Compiler):
    """For a kernel that Python calls: machine code that holds all parts."""

    lowering = _KernelLowering


class PartCompiler(_Compiler):
    """For a kernel that kernels call: LLVM code to be linked into them."""

    lowering = _PartLowering


class _OverloadCompiler(PartCompiler):
    """For what numba has of NumPy and Python, where kernels call it."""

    without = _NOTHING_TO_DO
