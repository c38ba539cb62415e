// Another time for an edition under embargo is typed in one's own zone.

import { one } from "../lib/dom.js";
import { typeInOwnTime } from "../lib/own_time.js";

typeInOwnTime(one("#time"));
