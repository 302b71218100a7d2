"""Django's and Evennia's settings of an opened world; what differs from world to world comes by FABULA_WORLD."""

from __future__ import annotations

import json
import os
from pathlib import Path

from evennia.settings_default import *  # noqa: F403

_opened = json.loads(os.environ["FABULA_WORLD"])
_folder = Path(_opened["folder"])
os.chdir(_folder)  # Evennia's defaults have looked for a game in the folders above

DESIGN_FILE = Path(_opened["design"])
SOCKET = _opened["socket"]
WEB_LISTENER, TELNET_LISTENER = _opened["web"], _opened["telnet"]
ORIGINS = _opened["origins"]
READY = _opened["ready"]

SERVERNAME = "fabula"
GAME_DIR = str(_folder)
LOG_DIR = str(_folder / "logs")
SERVER_LOG_FILE = str(_folder / "logs" / "server.log")
PORTAL_LOG_FILE = str(_folder / "logs" / "portal.log")
HTTP_LOG_FILE = str(_folder / "logs" / "http.log")
LOCKWARNING_LOG_FILE = str(_folder / "logs" / "locks.log")
CACHE_DIR = str(_folder / "cache")
MEDIA_ROOT = STATIC_ROOT = str(_folder)
SECRET_KEY = _opened["secret"]
DEBUG = False
IN_GAME_ERRORS = False

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(_folder / "world.db")}}
SQLITE3_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=10000")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "evennia.utils.idmapper",
    "evennia.server",
    "evennia.typeclasses",
    "evennia.accounts",
    "evennia.objects",
    "evennia.comms",
    "evennia.help",
    "evennia.scripts",
]
MIDDLEWARE: list[str] = []
TEMPLATES: list[dict[str, object]] = []

# Nothing listens but what services.py starts: the page with its socket, telnet, and a local socket between the two.
WEBSERVER_ENABLED = False
TELNET_ENABLED = False
AMP_PORT = 0
UPSTREAM_IPS: list[str] = []
EVENNIA_SERVER_SERVICE_CLASS = "fabula.world.game.services.ServerService"
EVENNIA_PORTAL_SERVICE_CLASS = "fabula.world.game.services.PortalService"
GUEST_ENABLED = False
NEW_ACCOUNT_REGISTRATION_ENABLED = False
MXP_ENABLED = False
MAX_CONNECTION_RATE = 50
MAX_COMMAND_RATE = 40
MAX_CHAR_LIMIT = 6000
COMMAND_RATE_WARNING = "That was too fast. Wait a moment, and go on."
DELAY_CMD_LOGINSTART = 0.05
BROADCAST_SERVER_RESTART_MESSAGES = False
IDMAPPER_CACHE_MAXSIZE = None
MULTISESSION_MODE = 0
AUTO_CREATE_CHARACTER_WITH_ACCOUNT = False
AUTO_PUPPET_ON_LOGIN = False
MAX_NR_SIMULTANEOUS_PUPPETS = 1

AT_SERVER_STARTSTOP_MODULE = "fabula.world.game.startstop"
INITIAL_SETUP_MODULE = "fabula.world.game.preparation"
AT_INITIAL_SETUP_HOOK_MODULE = None
INPUT_FUNC_MODULES = ["fabula.world.game.inputs"]
SERVER_SERVICES_PLUGIN_MODULES: list[str] = []
PORTAL_SERVICES_PLUGIN_MODULES: list[str] = []
CONNECTION_SCREEN_MODULE = "fabula.world.game.door"
LOCK_FUNC_MODULES = ("evennia.locks.lockfuncs",)
PROTOTYPE_MODULES: list[str] = []
FILE_HELP_ENTRY_MODULES: list[str] = []
FUNCPARSER_OUTGOING_MESSAGES_MODULES: list[str] = []
DEFAULT_CHANNELS: list[dict[str, object]] = []
CHANNEL_MUDINFO = None
CHANNEL_CONNECTINFO = None

CMDSET_UNLOGGEDIN = "fabula.world.game.door.DoorCmdSet"
CMDSET_SESSION = "fabula.world.game.commands.command_sets.NoCmdSet"
CMDSET_ACCOUNT = "fabula.world.game.commands.command_sets.NoCmdSet"
CMDSET_CHARACTER = "fabula.world.game.commands.command_sets.WorldCmdSet"
CMDSET_FALLBACKS: dict[str, str] = {}
COMMAND_DEFAULT_CLASS = "evennia.commands.command.Command"
BASE_ACCOUNT_TYPECLASS = "fabula.world.game.guests.Guest"
BASE_OBJECT_TYPECLASS = "fabula.world.game.things.Thing"
BASE_CHARACTER_TYPECLASS = "fabula.world.game.people.Person"
BASE_ROOM_TYPECLASS = "fabula.world.game.places.Place"
BASE_EXIT_TYPECLASS = "fabula.world.game.places.Way"
BASE_CHANNEL_TYPECLASS = "evennia.comms.comms.DefaultChannel"
BASE_SCRIPT_TYPECLASS = "evennia.scripts.scripts.DefaultScript"
DEFAULT_HOME = "#1"
START_LOCATION = "#1"
