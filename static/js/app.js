// What every page has. Each controller listens at the document, so that rows and dialogs that come later work too.

import { startCommands } from "./controllers/commands.js";
import { startCopying } from "./controllers/copying.js";
import { startDialogs } from "./controllers/dialogs.js";
import { startEmbargoes } from "./controllers/embargoes.js";
import { startFlashes } from "./controllers/flashes.js";
import { startForms } from "./controllers/forms.js";
import { startHelp } from "./controllers/help.js";
import { startLists } from "./controllers/lists.js";
import { startMenus } from "./controllers/menus.js";
import { startThemeChoice } from "./controllers/theme_choice.js";
import { startTimes } from "./controllers/times.js";
import { startInbox } from "./lib/inbox_numbers.js";

for (const start of [
  startCommands,
  startCopying,
  startDialogs,
  startEmbargoes,
  startFlashes,
  startForms,
  startHelp,
  startLists,
  startMenus,
  startThemeChoice,
  startTimes,
  startInbox,
]) {
  start(document);
}
