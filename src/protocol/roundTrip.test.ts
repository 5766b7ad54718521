import { serviceNames } from "./catalogue.ts";
import { roundTrips } from "./judge/roundTrip.ts";

// EC2, as large as all others together, has a file and so a worker of its own.
for (const service of serviceNames) if (service !== "ec2") roundTrips(service);
