"""No code from data, no network: what the package may not contain, and what a run may not reach."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from outputs import as_lines, hostile_articles

import syndetect

PACKAGE = Path(syndetect.__file__).parent
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
MODULES = {
    *("pickle", "cPickle", "shelve", "marshal", "dill", "cloudpickle", "joblib", "code", "codeop"),
    *(
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "ftplib",
        "smtplib",
        "telnetlib",
        "requests",
        "httpx",
        "aiohttp",
    ),
}
EXCEPTIONS = {  # module and name: why it may
    # The index on a server: connects where it is told to by a postgresql:// address, never else.
    ("index/postgres_session.py", "socket"),
    ("index/postgres_session.py", "ssl"),
    # A run handed over a pipe to processes that this one started: no file, nobody else's data.
    ("report/site/workers.py", "pickle"),
}
ATTRIBUTES = {("os", "system"), ("os", "popen"), ("yaml", "load"), ("subprocess", "getoutput")}


def findings(tree):
    """Yield the forbidden calls, imports and arguments of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                yield node.lineno, node.func.id
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                name = (node.func.value.id, node.func.attr)
                if name in ATTRIBUTES:
                    yield node.lineno, ".".join(name)
            for keyword in node.keywords:
                is_true = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
                if keyword.arg in ("allow_pickle", "shell") and is_true:
                    yield node.lineno, keyword.arg
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            module = getattr(node, "module", None) or ""
            for name in [module, *names, *(f"{module}.{name}" for name in names)]:
                if name in MODULES:
                    yield node.lineno, name


def test_the_package_executes_no_data_and_opens_no_connection():
    """No module of the package evaluates text, unpickles, starts a shell or imports a network client."""
    modules = sorted(PACKAGE.rglob("*.py"))
    found = [
        (str(path.relative_to(PACKAGE)), *finding)
        for path in modules
        for finding in findings(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert len(modules) > 100
    assert [one for one in found if (one[0], one[2]) not in EXCEPTIONS] == []


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "import pickle",
        "from urllib import request",
        "import os\nos.system('x')",
        "np.load(f, allow_pickle=True)",
        "subprocess.run(x, shell=True)",
    ],
)
def test_what_is_forbidden_is_found(source):
    """The search sees what it is there for."""
    assert list(findings(ast.parse(source)))


RUN = [sys.executable, "-c", "import sys; from syndetect.cli import main; sys.exit(main())"]
TEMPLATES = (
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "${jndi:ldap://127.0.0.1/x}",
    "%(x)s",
    "{0.__class__}",
    "$(id)",
)


def test_a_run_needs_no_network(tmp_path):
    """A scan in a network namespace without any interface ends as ever."""
    allowed = (
        shutil.which("unshare")
        and not subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode
    )
    if not allowed:
        pytest.skip("NOT TESTED: this system lets nobody make a network namespace (unshare -rn)")
    (tmp_path / "articles.jsonl").write_bytes(as_lines(hostile_articles(("http://example.org/x", "plain"))))
    done = subprocess.run(
        ["unshare", "-rn", *RUN, "scan", "articles.jsonl", "-o", "out"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "run.json").is_file()


def test_a_run_opens_no_socket_and_starts_no_process(tmp_path):
    """The interpreter's own audit of a whole run sees no socket, no process, no unpickling."""
    (tmp_path / "articles.jsonl").write_bytes(as_lines(hostile_articles(TEMPLATES)))
    code = (
        "import sys\n"
        "seen = []\n"
        "import syndetect.pipeline, syndetect.cli.scan, syndetect.cli.summary\n"
        "from syndetect.cli import main\n"
        "watched = ('socket.connect', 'socket.bind', 'socket.getaddrinfo', 'pickle.find_class',\n"
        "    'os.system', 'subprocess.Popen', 'os.exec', 'os.posix_spawn', 'urllib.Request')\n"
        "sys.addaudithook(lambda event, args: event in watched and seen.append((event, str(args)[:80])))\n"
        "code = main(['scan', 'articles.jsonl', '-o', 'out', '--threads', '2', '-q'])\n"
        "seen = [one for one in seen if not (one[0] == 'pickle.find_class' and 'numba' in one[1])]\n"
        "print(code, seen)\n"
    )
    # Numba keeps compiled kernels beside the modules in a cache that it unpickles: its own files.
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
    )
    code, seen = done.stdout.split(" ", 1)

    assert code == "0"
    outside = [event for event in ast.literal_eval(seen) if event[0] != "pickle.find_class"]
    assert outside == []


def test_templates_in_an_article_stay_text(tmp_path):
    """What looks like a template appears as it is written, in tables and report."""
    result = syndetect.scan(hostile_articles(TEMPLATES))
    out = result.write(tmp_path / "out")
    table = (out / "articles.csv").read_text(encoding="utf-8")

    assert all(name in table for name in TEMPLATES)
    pages = "".join(path.read_text(encoding="utf-8") for path in sorted((out / "report").rglob("*.html")))
    assert "{{7*7}}" in pages or "{{7*7}}" in pages.replace("&#123;", "{")
    assert "root:x:0" not in pages
