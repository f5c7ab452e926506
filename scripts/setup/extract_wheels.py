"""Extracts from every wheel in a folder the files whose names match, and deletes each wheel when done.

usage: extract_wheels.py WHEELS DESTINATION PATTERN...
"""

import fnmatch
import pathlib
import sys
import zipfile

wheels, destination, *patterns = sys.argv[1:]
found = 0
for path in sorted(pathlib.Path(wheels).glob("*.whl")):
    with zipfile.ZipFile(path) as wheel:
        for member in wheel.infolist():
            if not any(fnmatch.fnmatchcase(member.filename, pattern) for pattern in patterns):
                continue
            # Reading to the end also compares the checksum that stands in the archive.
            extracted = pathlib.Path(wheel.extract(member, destination))
            if not member.is_dir():
                found += 1
                # extract() forgets the mode, and CUDA's assembler must stay executable.
                extracted.chmod((member.external_attr >> 16) & 0o777 or 0o644)
    path.unlink()

if found == 0:
    sys.exit(f"Cannot extract {' '.join(patterns)}: no wheel in {wheels} has such a file")
print(f"{found} files")
