"""One of the two processes of an opened world: ``python -m fabula.world.game.process portal`` or ``server``."""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "fabula.world.game.settings"


def main() -> None:
    """Run until told to stop."""
    which = sys.argv.pop(1)
    import django

    django.setup()
    if which == "server":
        from fabula.world.game.preparation import make_database

        make_database()
    import evennia

    evennia._init(portal_mode=which == "portal")
    from evennia.utils import logger
    from twisted.application.app import startApplication
    from twisted.application.service import IService
    from twisted.internet import reactor
    from twisted.logger import globalLogPublisher, textFileLogObserver

    globalLogPublisher.addObserver(textFileLogObserver(sys.stderr))
    if which == "server":
        from fabula.world.game.preparation import make_ground

        make_ground()
    else:
        from fabula.world.game.services import say_ready

        reactor.callWhenRunning(say_ready, "portal")
    logger.log_info(f"{which} starts")
    IService(evennia.TWISTED_APPLICATION).privilegedStartService()
    startApplication(evennia.TWISTED_APPLICATION, False)
    reactor.run()


if __name__ == "__main__":
    main()
