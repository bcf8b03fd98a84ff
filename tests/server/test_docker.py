"""docker/ against the code and the docs. No engine runs here: what this does not prove stands in docs/operations.md."""

import re
from pathlib import Path
from typing import Any

import yaml

from goldseam import config

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "docker/Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker/compose.yaml").read_text())
LAST_STAGE = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def stages() -> list[str]:
    """The image of each stage, in order."""
    return re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)


def test_every_image_is_pinned_to_a_patch_release() -> None:
    """An image without a full version would change under a person's feet."""
    images = [*stages(), COMPOSE["services"]["caddy"]["image"]]
    assert all(re.search(r":\d+\.\d+\.\d+", image) for image in images), images


def test_the_last_stage_has_no_node_and_runs_as_nobody_special() -> None:
    """What serves holds no build tools and is not root."""
    assert stages()[-1].startswith("python:")
    assert "npm" not in LAST_STAGE
    assert LAST_STAGE.index("\nUSER goldseam") < LAST_STAGE.index("\nCMD")


def test_the_image_copies_only_files_that_exist() -> None:
    """A renamed file would break the build where no test builds it."""
    copied = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    sources = [name for line in copied for name in line.split()[:-1]]
    assert sources
    assert [name for name in sources if not (ROOT / name).exists()] == []


def test_the_image_sets_only_settings_that_exist() -> None:
    """An unknown setting would stop the server at its start."""
    named = set(re.findall(r"GOLDSEAM_[A-Z_]+", DOCKERFILE)) | set(
        COMPOSE["services"]["app"]["environment"]
    )
    assert named
    assert named <= {option.variable for option in config.OPTIONS}


def test_the_ports_agree() -> None:
    """The port that the app listens on, shows, is asked on and is proxied to is one."""
    port = re.search(r"GOLDSEAM_PORT=(\d+)", DOCKERFILE)
    assert port is not None
    assert f"\nEXPOSE {port[1]}\n" in DOCKERFILE
    assert f"http://127.0.0.1:{port[1]}/v1/health" in DOCKERFILE
    assert COMPOSE["services"]["caddy"]["command"][-1] == f"app:{port[1]}"


def test_the_command_is_a_verb_of_the_program() -> None:
    """The image starts what `goldseam` knows."""
    assert '\nCMD ["goldseam", "serve"]' in DOCKERFILE
    assert '"serve"' in (ROOT / "server/goldseam/cli.py").read_text()


def test_one_volume_keeps_everything() -> None:
    """The data of both services lies in the one named volume, below /data."""
    assert list(COMPOSE["volumes"]) == ["data"]
    assert all(service["volumes"] == ["data:/data"] for service in COMPOSE["services"].values())
    assert re.search(r"GOLDSEAM_DATA=/data\b", DOCKERFILE)


def test_docs_give_the_same_command_as_the_file() -> None:
    """README and the compose file tell the person one command."""
    command = "docker compose -f docker/compose.yaml up --build --detach"
    assert command in (ROOT / "README.md").read_text()
    assert command in (ROOT / "docker/compose.yaml").read_text()
