"""LibreOffice's mail merge of a plain letter: run by the Python that has `uno`, with a folder that holds 宛名.csv.

python3 _mail_merge.py FOLDER → FOLDER/merged.pdf. Starts and ends its own office, with a profile of its own.
"""

import subprocess
import sys
import time
from pathlib import Path

import uno  # type: ignore[import-not-found]  # comes with LibreOffice
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

SOURCE, TABLE = "peers", "firms"
PARAGRAPHS = 6
"""As many as our letter has; its words are their own and do not matter."""


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--accept=pipe,name=shoukei-bench;urp;",
        ]
    )
    desktop = None
    try:
        context = _connected()
        manager = context.ServiceManager
        desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        _register(manager, context, folder)
        letter = folder / "letter.odt"
        _write_letter(desktop, letter)
        merge = manager.createInstanceWithContext("com.sun.star.text.MailMerge", context)
        merge.DocumentURL = letter.as_uri()
        merge.DataSourceName, merge.Command, merge.CommandType = SOURCE, TABLE, 0
        merge.OutputType, merge.OutputURL, merge.SaveAsSingleFile = 2, folder.as_uri(), True
        merge.SaveFilter, merge.FileNameFromColumn, merge.FileNamePrefix = "writer_pdf_Export", False, "merged"
        merge.execute(())
    finally:
        if desktop is not None:
            desktop.terminate()
        else:
            office.terminate()
        office.wait()


def _connected():  # type: ignore[no-untyped-def]  # uno has no types
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(120):
        try:
            return resolver.resolve("uno:pipe,name=shoukei-bench;urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice does not answer")


def _property(name: str, value: object):  # type: ignore[no-untyped-def]
    return PropertyValue(Name=name, Value=value)


def _register(manager, context, folder: Path) -> None:  # type: ignore[no-untyped-def]
    databases = manager.createInstanceWithContext("com.sun.star.sdb.DatabaseContext", context)
    source = databases.createInstance()
    source.URL = f"sdbc:flat:{folder.as_uri()}"
    source.Info = (
        _property("Extension", "csv"),
        _property("HeaderLine", True),
        _property("FieldDelimiter", ","),
        _property("CharSet", "UTF-8"),
    )
    source.DatabaseDocument.storeAsURL((folder / "peers.odb").as_uri(), ())
    databases.registerObject(SOURCE, source)


def _write_letter(desktop, target: Path) -> None:  # type: ignore[no-untyped-def]
    document = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, (_property("Hidden", True),))
    text = document.Text
    cursor = text.createTextCursor()
    for column in ("code", "address", "name", "person", "bars", "number"):
        master = document.createInstance("com.sun.star.text.FieldMaster.Database")
        master.DataBaseName, master.DataTableName, master.DataColumnName = SOURCE, TABLE, column
        field = document.createInstance("com.sun.star.text.TextField.Database")
        field.attachTextFieldMaster(master)
        text.insertTextContent(cursor, field, False)
        text.insertControlCharacter(cursor, 0, False)
    for _ in range(PARAGRAPHS):
        words = "地域の事業者の皆様の事業承継の状況を伺い、御相談に応じるための調査です。御協力をお願いします。" * 3
        text.insertString(cursor, words, False)
        text.insertControlCharacter(cursor, 0, False)
    document.storeAsURL(target.as_uri(), ())
    document.close(True)


if __name__ == "__main__":
    main()
