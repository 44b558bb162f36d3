"""Configuration: file, environment, defaults, and errors that name the key."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from bot import config
from bot.errors import ConfigInvalid

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str) -> str:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_nothing_given_is_fine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config.load(environ={}) == config.Config()


def test_example_file_states_every_key_with_its_default():
    data = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    for name, kind in config.SECTIONS.items():
        stated = {key: tuple(v) if isinstance(v, list) else v for key, v in data[name].items()}
        assert stated == {f.name: f.default for f in fields(kind)}, name
    assert set(data) == set(config.SECTIONS)


def test_environment_wins_over_the_file(written):
    path = written('[reply]\nto = "ko"\n[fetch]\nallow_addresses = ["10.0.0.0/8"]\n')
    environ = {
        "KEYCLAIMS_REPLY_TO": "zh",
        "KEYCLAIMS_FETCH_ALLOW_PORTS": "80, 8080",
        "KEYCLAIMS_REPLY_ORIGINAL": "false",
    }
    loaded = config.load(path, environ)
    assert loaded.reply == config.Reply(to="zh-Hans", original=False)
    assert loaded.fetch.allow_addresses == ("10.0.0.0/8",)
    assert loaded.fetch.allow_ports == (80, 8080)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[replies]\nto = 'en'", "replies"),
        ("[reply]\ntoo = 'en'", "reply.too"),
        ("[reply]\nto = 'fr'", "reply.to"),
        ("[reply]\nclaims = 11", "reply.claims"),
        ("[reply]\noriginal = 'yes'", "reply.original"),
        ("[fetch]\ntimeout_s = 0", "fetch.timeout_s"),
        ("[fetch]\nallow_addresses = ['10.0.0.0/99']", "fetch.allow_addresses"),
        ("[fetch]\nallow_ports = [70000]", "fetch.allow_ports"),
        ("[store]\nurl = 'mysql://x'", "store.url"),
        ("[telegram]\nwebhook_listen = 'nowhere'", "telegram.webhook_listen"),
        ("[telegram]\ntoken_file = '/nonexistent/token'", "telegram.token_file"),
        ("[log]\nlevel = 'loud'", "log.level"),
        ("reply = 3", "[reply]"),
        ("[reply\n", "config.toml"),
    ],
)
def test_errors_name_what_is_wrong(written, text, named):
    with pytest.raises(ConfigInvalid) as caught:
        config.load(written(text), {})
    assert named in str(caught.value)


def test_unknown_key_in_the_environment_is_an_error():
    with pytest.raises(ConfigInvalid, match=r"reply\.too"):
        config.load(environ={"KEYCLAIMS_REPLY_TOO": "x"})


def test_named_file_must_be_there(tmp_path):
    with pytest.raises(ConfigInvalid, match=r"nowhere\.toml"):
        config.load(str(tmp_path / "nowhere.toml"), {})


def test_token_from_a_file_and_never_shown(tmp_path, written):
    (tmp_path / "token").write_text("12345:SECRET\n")
    loaded = config.load(written(f"[telegram]\ntoken_file = '{tmp_path}/token'"), {})
    assert loaded.telegram.token == "12345:SECRET"
    assert "SECRET" not in repr(loaded)
    with pytest.raises(ConfigInvalid) as caught:
        config.load(written("[telegram]\ntoken = 12345"), {})
    assert "12345" not in str(caught.value)
