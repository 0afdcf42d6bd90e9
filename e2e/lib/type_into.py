"""Types into the cells of a spreadsheet as a person does, in LibreOffice: type_into.py FROM TO CELL=TEXT ...

Debian's own Python has LibreOffice's bridge (package python3-uno), so this runs with /usr/bin/python3.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PATIENCE = 60.0


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    """The office's desktop, once it listens."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def main(source, target, cells):
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"bersinar-{pathlib.Path(profile).name}"
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"]
        )
        try:
            desktop = connect(pipe)
            book = desktop.loadComponentFromURL(
                pathlib.Path(source).resolve().as_uri(), "_blank", 0, (option("Hidden", True),)
            )
            sheet = book.Sheets.getByIndex(0)
            for cell in cells:
                where, text = cell.split("=", 1)
                sheet.getCellRangeByName(where).setFormula(text)
            book.storeToURL(
                pathlib.Path(target).resolve().as_uri(), (option("FilterName", "Calc MS Excel 2007 XML"),)
            )
            book.close(True)
            desktop.terminate()
        finally:
            try:
                office.wait(30)
            finally:
                office.kill()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
