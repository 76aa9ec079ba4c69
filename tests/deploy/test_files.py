"""The files of deploy/ agree with the program and with one another."""

import configparser
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from ruamel.yaml import YAML

from bot.handlers import metrics
from bot.handlers.run import DRAIN
from bot.handlers.server import ANSWERING
from bot.settings import read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SETTINGS = set(re.findall(r'found\.get\("(\w+)"', (ROOT / "bot" / "settings.py").read_text("utf-8")))
LONGEST_END = ANSWERING + 2 * DRAIN
"""Seconds that the program may take to finish: deliveries under way, then chats, then messages on their way."""
NOT_OURS = {"PATH", "XDG_CACHE_HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "DOMAIN"}


def documents(name: str) -> list[Any]:
    return list(YAML(typ="safe", pure=True).load_all((DEPLOY / name).read_text("utf-8")))


def compose(name: str) -> Any:
    (found,) = documents(name)
    return found


COMPOSE = ("compose.sqlite.yaml", "compose.postgres.yaml")
KUBERNETES = {one["kind"]: one for one in documents("kubernetes.yaml")}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
POD = KUBERNETES["Deployment"]["spec"]["template"]["spec"]


def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "entregent.service").read_text("utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.glob("*.yaml")))
def test_every_yaml_file_parses(name: str) -> None:
    assert all(documents(name))


def metric_names() -> set[str]:
    suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "gauge": [""], "info": ["_info"]}
    return {
        family.name + suffix for family in metrics.REGISTRY.collect() for suffix in suffixes.get(family.type, [""])
    } | {"up"}


def asked_for() -> Iterator[tuple[str, str]]:
    for panel in json.loads((DEPLOY / "dashboard.json").read_text("utf-8"))["panels"]:
        for target in panel.get("targets", []):
            yield f"dashboard: {panel['title']}", target["expr"]
    for group in compose("alerts.yaml")["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]


@pytest.mark.parametrize(("where", "expression"), list(asked_for()))
def test_every_metric_that_is_asked_for_exists(where: str, expression: str) -> None:
    names = set(re.findall(r"\b([a-z_]+)\{", expression))
    assert names, where
    assert names <= metric_names()


def test_every_metric_of_the_bot_is_shown() -> None:
    text = " ".join(expression for _, expression in asked_for())
    own = [family.name for family in metrics.REGISTRY.collect() if family.name.startswith("entregent_")]
    assert len(own) > 10
    assert [name for name in own if name not in text] == []


def test_labels_that_alerts_pick_are_set_somewhere() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "bot" / "handlers").glob("*.py"))
    for where, expression in asked_for():
        for label, value in re.findall(r'\b(why|outcome)="(\w+)"', expression):
            assert f'labels("{value}")' in code, f"{where}: {label}={value}"


def test_every_setting_that_is_named_exists() -> None:
    named = {name for line in re.findall(r"^ENV (.+)$", DOCKERFILE, re.M) for name in re.findall(r"(\w+)=", line)}
    named -= {name for name in named if name.startswith("PIP_")}
    for name in COMPOSE:
        for service in compose(name)["services"].values():
            named |= {one for one in service.get("environment", ()) if not one.startswith("POSTGRES_")}
    named |= set(KUBERNETES["ConfigMap"]["data"])
    named |= {part.partition("=")[0] for value in unit()["Environment"] for part in value.split()}
    assert {"DATABASE_URL", "WEBHOOK_URL", "LISTEN"} <= SETTINGS & named
    assert named - NOT_OURS - SETTINGS == set()
    prefixed = re.findall(r"\b(?:ENTREGENT|WEBHOOK|TELEGRAM|OWNER|DATABASE|BOT)_[A-Z_]+", readme())
    assert prefixed
    assert set(prefixed) - SETTINGS == set()


def readme() -> str:
    return (DEPLOY / "README.md").read_text("utf-8")


def test_the_readme_names_every_file_and_no_other() -> None:
    there = {path.name for path in DEPLOY.iterdir() if path.is_file()} - {"README.md", ".gitignore"}
    text = readme()
    assert [name for name in sorted(there) if name not in text] == []
    for name in re.findall(r"(?<!tests/)deploy/([\w.-]+\.\w+)", text):
        assert name in there, name


def test_settings_of_the_files_can_be_used(tmp_path: Path) -> None:
    for values in (
        dict(KUBERNETES["ConfigMap"]["data"]),
        {"WEBHOOK_URL": "https://bot.example.org/telegram", "LISTEN": "0.0.0.0:8080", "DATABASE_URL": ""},
        {value.partition("=")[0]: value.partition("=")[2] for value in unit()["Environment"]},
    ):
        assert read_settings(values, tmp_path / "none").listen[1] == 8080


def test_images_are_pinned() -> None:
    images = [service["image"] for name in COMPOSE for service in compose(name)["services"].values()]
    images += [one["image"] for one in POD["containers"]]
    for image in images:
        assert re.fullmatch(r".+:[\w.-]+", image), image
        assert not image.endswith(":latest")
    assert re.search(r"^ARG PYTHON=3\.1[123]\.\d+-slim-", DOCKERFILE, re.M)


def test_the_image_runs_as_nobody_in_particular() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    (user,) = re.findall(r"^USER (.+)$", last, re.M)
    assert user == "10001:10001"
    assert POD["securityContext"]["runAsUser"] == 10001
    assert "healthy.py" in re.findall(r"^HEALTHCHECK .+$", last, re.M)[0]
    assert "--without-pip" in DOCKERFILE


def test_all_that_the_image_is_built_from_is_let_through_and_no_secret() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] not in ("", "#")]
    assert lines[0] == "*"
    assert {"**/.env", "**/*.db*", "**/*.key*"} <= set(lines)
    sources = {one for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for one in line.split()[:-1]}
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in lines, source


@pytest.mark.parametrize("name", COMPOSE)
def test_a_compose_file_is_whole_and_gives_no_more_than_is_needed(name: str) -> None:
    whole = compose(name)
    for service in whole["services"].values():
        for kind in ("networks", "volumes", "secrets"):
            for one in service.get(kind, ()):
                used = one["source"] if isinstance(one, dict) else one.partition(":")[0]
                assert used.startswith(("./", "/")) or used in whole[kind], used
                assert not used.startswith("./") or (DEPLOY / used).exists()
        assert set(service.get("depends_on", ())) <= set(whole["services"])
        assert "no-new-privileges:true" in service["security_opt"]
    bot = whole["services"]["bot"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert not bot.get("ports"), "only the proxy is reached from outside"
    assert seconds(bot["stop_grace_period"]) > LONGEST_END
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()


def seconds(given: str) -> float:
    return float(given.removesuffix("s"))


def test_replicas_need_postgres_and_share_a_key() -> None:
    bot = compose("compose.postgres.yaml")["services"]["bot"]
    assert bot["deploy"]["replicas"] == KUBERNETES["Deployment"]["spec"]["replicas"] == 2
    assert bot["environment"]["ENTREGENT_KEY_FILE"] in [f"/run/secrets/{one['target']}" for one in bot["secrets"]]
    assert "postgres" in bot["build"]["args"]["EXTRAS"]
    assert compose("compose.sqlite.yaml")["services"]["bot"].get("deploy") is None


def test_the_proxy_passes_on_deliveries_alone() -> None:
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    bot = compose("compose.postgres.yaml")["services"]["bot"]
    path = urlsplit(bot["environment"]["WEBHOOK_URL"].replace("${DOMAIN:?the name that Telegram reaches}", "x")).path
    assert re.findall(r"^\s*path (\S+)$", text, re.M) == [path]
    assert re.findall(r"^\s*port (\d+)$", text, re.M) == re.findall(r"LISTEN=[\d.]+:(\d+)", DOCKERFILE)
    assert "respond 404" in text
    ingress = KUBERNETES["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    asked = urlsplit(KUBERNETES["ConfigMap"]["data"]["WEBHOOK_URL"])
    assert [(one["path"], one["pathType"]) for one in ingress] == [(asked.path, "Exact")]
    assert KUBERNETES["Ingress"]["spec"]["rules"][0]["host"] == asked.hostname


def test_the_pod_is_restricted_and_ends_in_time() -> None:
    labels = KUBERNETES["Namespace"]["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    (bot,) = POD["containers"]
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert bot["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    pause = float(bot["lifecycle"]["preStop"]["exec"]["command"][1])
    assert POD["terminationGracePeriodSeconds"] > pause + LONGEST_END
    assert {bot[f"{kind}Probe"]["httpGet"]["path"] for kind in ("liveness", "readiness", "startup")} == {
        "/healthz",
        "/readyz",
    }
    secret = POD["volumes"][0]["secret"]
    assert "secretName" in secret
    place = bot["volumeMounts"][0]["mountPath"]
    assert bot["workingDir"] == place, "the settings are read from a file named .env where the program starts"
    paths = {f"{place}/{one['path']}" for one in secret["items"]}
    assert paths == {f"{place}/.env", KUBERNETES["ConfigMap"]["data"]["ENTREGENT_KEY_FILE"]}
    assert "env" not in bot, "a secret in the environment is seen by whoever sees the pod"
    assert "Secret" not in KUBERNETES, "secrets are made by command"


def test_the_unit_is_closed_and_ends_in_time() -> None:
    configparser.ConfigParser(strict=False, interpolation=None).read_string(
        (DEPLOY / "entregent.service").read_text("utf-8")
    )
    found = unit()
    assert float(found["TimeoutStopSec"][0]) > LONGEST_END
    for name in ("DynamicUser", "NoNewPrivileges", "MemoryDenyWriteExecute", "PrivateUsers", "RestrictNamespaces"):
        assert found[name] == ["yes"], name
    assert found["ProtectSystem"] == ["strict"]
    assert found["RestartPreventExitStatus"] == ["2"], "what bot.cli returns for a setting that can't be used"


class Answer(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:  # the name that the server calls
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("status", "expected"), [(200, 0), (503, 1)])
def test_the_health_check_asks_where_the_bot_listens(
    status: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Answer, "status", status)
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert healthy(f"0.0.0.0:{server.server_port}") == expected
        server.shutdown()
    assert healthy(f"0.0.0.0:{server.server_port}") == 1, "nobody listens"


def healthy(listen: str) -> int:
    return subprocess.run([sys.executable, DEPLOY / "healthy.py"], env={"LISTEN": listen}, timeout=20).returncode
