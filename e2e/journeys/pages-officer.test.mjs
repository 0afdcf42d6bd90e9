// Every page that the officer has.

import { inDemo } from "../lib/journey.mjs";
import { everyPageOf } from "../lib/every-page.mjs";

everyPageOf(await inDemo(), "bnnk");
