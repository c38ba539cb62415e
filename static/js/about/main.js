import { one } from "../lib/dom.js";
import { typeInOwnTime } from "../lib/own_time.js";

typeInOwnTime(one("#deadline"));
