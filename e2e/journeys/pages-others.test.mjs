// Every page of the public, a lurah, the administrator, the inspectorate, the province, the secretariat and a liaison.

import { inDemo } from "../lib/journey.mjs";
import { everyPageOf } from "../lib/every-page.mjs";

const city = await inDemo();
for (const role of ["anyone", "lurah", "administrator", "inspectorate", "bnnp", "kesbangpol", "liaison", "desk"]) everyPageOf(city, role);
