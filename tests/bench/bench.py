#!/usr/bin/env python3
"""limbeck diff beside its peers: whole processes, taken in turn in each round, medians. tools/bench calls it.

It starts a PostgreSQL of its own. Per size it makes a live database, and models that differ from it in max(10, N / 100)
known places, in two forms: as `limbeck inspect` writes them, and as a person does (nothing as PostgreSQL prints it, so
that every default, check and index goes through temporary objects).
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

READ_ONLY = {"LIMBECK_COMPARE_LIVE": "false"}  # changed expressions are printed by a scratch server

ENV_PY = """import importlib.util, os
from alembic import context
from sqlalchemy import create_engine
spec = importlib.util.spec_from_file_location("models", os.environ["BENCH_MODELS"])
models = importlib.util.module_from_spec(spec); spec.loader.exec_module(models)
with create_engine(os.environ["BENCH_URL"]).connect() as connection:
    context.configure(connection=connection, target_metadata=models.metadata, compare_type=True,
                      compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
"""


class Server:
    """A private server: a Unix socket, no TCP; as another user where this runs as root."""

    def __init__(self, binaries):
        self.binaries = binaries
        self.place = tempfile.mkdtemp(prefix="limbeck-bench.", dir="/tmp")
        self.user = []
        if os.geteuid() == 0:
            name = subprocess.run("getent passwd postgres nobody | head -n 1 | cut -d: -f1", shell=True, check=True,
                                  capture_output=True, text=True).stdout.strip()
            shutil.chown(self.place, name)
            self.user = ["runuser", "-u", name, "--"]
        data = self.place + "/data"
        self.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = ("listen_addresses= unix_socket_directories=%s fsync=off synchronous_commit=off full_page_writes=off "
                    "autovacuum=off shared_buffers=512MB max_locks_per_transaction=20000" % self.place)
        options = " ".join("-c %s" % s for s in settings.split())
        self.run("pg_ctl", "-D", data, "-l", self.place + "/log", "-o", options, "-w", "start")
        for name in [n for n in os.environ if n.startswith(("PG", "LIMBECK_"))]:
            del os.environ[name]
        os.environ.update(PGHOST=self.place, PGUSER="postgres", NO_COLOR="1")

    def run(self, program, *arguments):
        subprocess.run(self.user + [os.path.join(self.binaries, program), *arguments], check=True, cwd="/",
                       stdout=subprocess.DEVNULL)

    def stop(self):
        self.run("pg_ctl", "-D", self.place + "/data", "-m", "immediate", "stop")
        shutil.rmtree(self.place, ignore_errors=True)


def measured(command, statuses, **options):
    """Wall seconds, CPU seconds and peak MiB of a process, and what it printed."""
    with tempfile.TemporaryFile("w+") as output:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, **options)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode not in statuses:
        sys.exit("%s ended with %d:\n%s" % (" ".join(command), process.returncode, text[-4000:]))
    return (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), text


def expected_line(change):
    """What `limbeck check` says of a change that schema.py made."""
    table = "public." + change.get("table", "")
    kind = change["kind"]
    if kind == "add_column":
        return "added column '%s.%s'" % (table, change["column"])
    if kind == "drop_column":
        return "removed column '%s.%s'" % (table, change["column"])
    if kind in ("type_change", "nullability"):
        return "changed column '%s.%s'" % (table, change.get("column", "amount"))
    if kind == "default_change":
        return "default '%s.%s'" % (table, change["column"])
    if kind == "add_index":
        return "added index '%s.%s'" % (table, change["index"])
    if kind == "drop_index":
        return "removed index '%s.%s'" % (table, change["index"])
    if kind == "enum_value":
        return "changed enum 'public.%s'" % change["enum"]
    if kind == "add_fk":
        return "added constraint '%s.%s'" % (table, change["constraint"])
    return "comment"


def judge(found, changes):
    """How many of the changes were found, and how many lines say anything else."""
    lines = [line for line in found.splitlines() if line.startswith(("added ", "removed ", "changed ", "renamed "))]
    right = 0
    for change in changes:
        words = expected_line(change)
        match = next((line for line in lines if words in line and
                      (words != "comment" or "public." + change["table"] in line)), None)
        if match is not None:
            lines.remove(match)
            right += 1
    return right, lines


class Size:
    """The databases and models of one number of tables."""

    def __init__(self, tables, limbeck, work):
        self.tables, self.limbeck = tables, limbeck
        self.live = "live_%d" % tables
        self.work = os.path.join(work, str(tables))
        os.makedirs(self.work)
        self.make("sql", "live.sql")
        self.make("sql", "want.sql", "--mutate")
        self.changes = json.loads(subprocess.run(
            [sys.executable, HERE + "/schema.py", "--tables", str(tables), "--mutate", "--format", "expected"],
            check=True, capture_output=True, text=True).stdout)
        self.load(self.live, "live.sql")
        self.load("want", "want.sql")
        self.inspected = self.project("inspected")
        subprocess.run([limbeck, "--url", "dbname=want", "-q", "inspect", "-o", "models/schema.toml"], check=True,
                       cwd=self.inspected)
        subprocess.run(["dropdb", "want"], check=True)
        self.written = self.project("written")
        self.make("models", "written/models/schema.toml", "--mutate")

    def make(self, form, name, *options):
        subprocess.run([sys.executable, HERE + "/schema.py", "--tables", str(self.tables), "--format", form, *options,
                        "-o", os.path.join(self.work, name)], check=True)

    def load(self, database, name):
        subprocess.run(["createdb", "-T", "template0", database], check=True)
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", os.path.join(self.work, name)],
                       check=True)
        subprocess.run(["psql", "-qX", "-d", database, "-c", "VACUUM ANALYZE"], check=True)

    def project(self, name):
        folder = os.path.join(self.work, name)
        subprocess.run([self.limbeck, "-q", "init", folder], check=True)
        with open(folder + "/.env", "w", encoding="utf-8") as env:
            env.write("LIMBECK_DATABASE_URL=dbname=%s\n" % self.live)
        return folder

    def alembic(self):
        """A project of Alembic with the changed schema as SQLAlchemy models; the command that compares."""
        folder = os.path.join(self.work, "alembic")
        os.makedirs(folder + "/versions")
        self.make("sqlalchemy", "alembic/models.py", "--mutate")
        with open(folder + "/env.py", "w", encoding="utf-8") as file:
            file.write(ENV_PY)
        with open(folder + "/alembic.ini", "w", encoding="utf-8") as file:
            file.write("[alembic]\nscript_location = %s\n" % folder)
        template = "def upgrade():\n    ${upgrades if upgrades else 'pass'}\n"
        with open(folder + "/script.py.mako", "w", encoding="utf-8") as file:
            file.write("revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n" + template)
        environment = dict(os.environ, BENCH_MODELS=folder + "/models.py",
                           BENCH_URL="postgresql+psycopg2://postgres@/%s?host=%s" % (self.live, os.environ["PGHOST"]))
        program = "import sys; from alembic.config import main; main()"
        command = ["/usr/bin/python3", "-c", program, "-c", folder + "/alembic.ini", "revision", "--autogenerate", "-m", "x"]

        def run():
            figures, _ = measured(command, (0,), env=environment, cwd=folder)
            for name in os.listdir(folder + "/versions"):
                if name.endswith(".py"):
                    os.remove(os.path.join(folder, "versions", name))
            return figures

        return run

    def transactions(self):
        return subprocess.run(["psql", "-XAt", "-d", self.live, "-c",
                               "SELECT pg_snapshot_xmax(pg_current_snapshot())"], check=True, capture_output=True,
                              text=True).stdout.strip()


def contenders(size, floor, with_alembic):
    queries = HERE + "/floor.sql"

    def run_floor():
        with open(queries, encoding="utf-8") as file:
            return measured([floor, "dbname=" + size.live], (0,), stdin=file)[0]

    def diff(folder, **more):
        return lambda: measured([size.limbeck, "diff"], (2,), cwd=folder, env=dict(os.environ, **more))[0]

    runs = {
        "floor: the catalog queries alone": run_floor,
        "limbeck diff, models as inspected": diff(size.inspected),
        "limbeck diff, models as inspected, live = false": diff(size.inspected, **READ_ONLY),
        "limbeck diff, models as written": diff(size.written),
        "pg_dump --schema-only": lambda: measured(["pg_dump", "-s", "-d", size.live, "-f", "/dev/null"], (0,))[0],
    }
    if with_alembic:
        runs["alembic revision --autogenerate"] = size.alembic()
    return runs


def main():
    ap = argparse.ArgumentParser(prog="tools/bench", description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--sizes", default="100,1000", help="numbers of tables (%(default)s)")
    ap.add_argument("--rounds", type=int, default=5, help="of which the medians are printed (%(default)s)")
    ap.add_argument("--alembic-up-to", type=int, default=1000, metavar="N", help="no Alembic above that (%(default)s)")
    ap.add_argument("--limbeck", required=True)
    ap.add_argument("--floor", required=True)
    ap.add_argument("--binaries", required=True)
    a = ap.parse_args()

    have_alembic = subprocess.run(["/usr/bin/python3", "-c", "import alembic, psycopg2"],
                                  stderr=subprocess.DEVNULL).returncode == 0
    if not have_alembic:
        print("Alembic is not installed (packages alembic, python3-psycopg2): it is left out", file=sys.stderr)
    server = Server(a.binaries)
    work = tempfile.mkdtemp(prefix="limbeck-bench-work.")
    try:
        for tables in map(int, a.sizes.split(",")):
            size = Size(tables, a.limbeck, work)
            print("\n%d tables, %d changes, %d rounds, medians" % (tables, len(size.changes), a.rounds))
            for form, folder, more in (("inspected", size.inspected, READ_ONLY), ("written", size.written, {})):
                before = size.transactions()
                _, text = measured([a.limbeck, "check"], (2,), cwd=folder, env=dict(os.environ, **more))
                right, wrong = judge(text, size.changes)
                print("models as %s: %d of %d changes found, %d others%s" %
                      (form, right, len(size.changes), len(wrong),
                       "" if form == "written" else ", with live = false; transaction ids used: %d" %
                       (int(size.transactions()) - int(before))))
                for line in wrong[:5]:
                    print("  " + line)
            runs = contenders(size, a.floor, have_alembic and tables <= a.alembic_up_to)
            figures = {name: [] for name in runs}
            for _ in range(a.rounds):
                for name, run in runs.items():
                    figures[name].append(run())
            medians = {name: [statistics.median(f[i] for f in each) for i in range(3)]
                       for name, each in figures.items()}
            floor_wall = next(iter(medians.values()))[0]
            print("| | wall s | x floor | client CPU s | peak MiB |\n|---|---|---|---|---|")
            for name, (wall, cpu, memory) in medians.items():
                print("| %s | %.3f | %.1f | %.3f | %.0f |" % (name, wall, wall / floor_wall, cpu, memory))
            sys.stdout.flush()
            subprocess.run(["dropdb", size.live], check=True)
    finally:
        server.stop()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
