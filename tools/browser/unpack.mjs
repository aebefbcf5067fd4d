// Unpacks the browser into the folder TMPDIR names and prints where it lies.
import chromium from "@sparticuz/chromium";

process.stdout.write(await chromium.executablePath());
