import { roundTrips } from "./judge/roundTrip.ts";

roundTrips("ec2");
