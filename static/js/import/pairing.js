// A long import is being paired: how far, until the pairs are there.

import { one } from "../lib/dom.js";
import { watch } from "../lib/watching.js";

watch(one("#pairing"));
