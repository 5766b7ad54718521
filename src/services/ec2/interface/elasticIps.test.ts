/**
 * Laws of public addresses: whatever is asked in whatever order, an Elastic IP and the interface it is on say the same
 * of each other, a public address is in one place only, and instances and interfaces agree on who is attached to whom.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AwsError } from "../../../cloud/error.ts";
import { instances } from "../instance/resources.ts";
import { type Lab, lab } from "./interface.fixture.ts";
import { elasticIps, networkInterfaces } from "./resources.ts";

const kinds = [
  "run",
  "create",
  "allocate",
  "associate",
  "associate-instance",
  "disassociate",
  "assign",
  "unassign",
  "attach",
  "detach",
  "stop",
  "start",
  "terminate",
  "delete",
  "release",
  "public",
  "nat",
  "delete-nat",
  "wait",
] as const;

const step = fc.record({
  kind: fc.constantFrom(...kinds),
  a: fc.nat(7),
  b: fc.nat(7),
  yes: fc.boolean(),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const rows = (here: Lab) => {
  const { store } = here.region.cloud;
  return {
    enis: [...store.table(networkInterfaces).values()],
    eips: [...store.table(elasticIps).values()],
    instances: [...store.table(instances).values()],
  };
};

const pick = <T>(list: readonly T[], at: number): T | undefined => (list.length ? list[at % list.length] : undefined);

function take(here: Lab, { kind, a, b, yes }: Step): void {
  const { region } = here;
  const now = rows(here);
  const eni = pick(now.enis, a);
  const eip = pick(now.eips, b);
  const instance = pick(now.instances, b);
  const NetworkInterfaceId = eni?.id;
  const InstanceIds = [instance?.id ?? "i-0123456789abcdef0"];
  switch (kind) {
    case "run":
      // A few instances that much happens to, rather than many.
      if (now.instances.length > 3 && !yes) return;
      return void region.call("RunInstances", {
        ImageId: "ami-0abcdef1234567890",
        InstanceType: "t3.small",
        MinCount: 1,
        MaxCount: 1,
        SubnetId: here.subnetId,
      });
    case "create":
      return void region.call("CreateNetworkInterface", { SubnetId: here.subnetId });
    case "allocate":
      return void region.call("AllocateAddress", {});
    case "associate":
      return void region.call("AssociateAddress", {
        AllocationId: eip?.id,
        NetworkInterfaceId,
        PrivateIpAddress: pick(eni?.privateAddresses ?? [], b)?.address,
        AllowReassociation: yes,
      });
    case "associate-instance":
      return void region.call("AssociateAddress", {
        AllocationId: eip?.id,
        InstanceId: instance?.id,
        AllowReassociation: yes,
      });
    case "disassociate":
      return void region.call("DisassociateAddress", { AssociationId: eip?.associationId ?? "eipassoc-0" });
    case "assign": {
      const other = pick(now.enis, b)?.privateAddresses.at(-1)?.address;
      return void region.call("AssignPrivateIpAddresses", {
        NetworkInterfaceId,
        ...(yes && other
          ? { PrivateIpAddresses: [other], AllowReassignment: true }
          : { SecondaryPrivateIpAddressCount: 1 }),
      });
    }
    case "unassign":
      return void region.call("UnassignPrivateIpAddresses", {
        NetworkInterfaceId,
        PrivateIpAddresses: [eni?.privateAddresses.at(-1)?.address ?? ""],
      });
    case "attach":
      return void region.call("AttachNetworkInterface", {
        NetworkInterfaceId,
        InstanceId: instance?.id,
        DeviceIndex: 1,
      });
    case "detach":
      return void region.call("DetachNetworkInterface", { AttachmentId: eni?.attachment?.id, Force: yes });
    case "stop":
      return void region.call("StopInstances", { InstanceIds });
    case "start":
      return void region.call("StartInstances", { InstanceIds });
    case "terminate":
      return void region.call("TerminateInstances", { InstanceIds });
    case "delete":
      return void region.call("DeleteNetworkInterface", { NetworkInterfaceId });
    case "release":
      return void region.call("ReleaseAddress", { AllocationId: eip?.id });
    case "public":
      return void region.call("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, AssociatePublicIpAddress: yes });
    case "nat":
      return void region.call("CreateNatGateway", { SubnetId: here.subnetId, AllocationId: eip?.id });
    case "delete-nat": {
      const { NatGateways } = region.call("DescribeNatGateways");
      return void region.call("DeleteNatGateway", { NatGatewayId: pick(NatGateways ?? [], a)?.NatGatewayId });
    }
    case "wait":
      return void region.clock.advance(yes ? 100 : 1000);
  }
}

function check(here: Lab): void {
  const { enis, eips, instances: all } = rows(here);
  const places = enis.flatMap((eni) => eni.privateAddresses.map((address) => ({ eni, address })));
  const publicIps = places.flatMap(({ address }) => address.publicIp ?? []);
  expect(new Set(publicIps).size).toBe(publicIps.length);
  for (const { eni, address } of places) {
    if (address.allocationId === undefined) {
      expect(address.associationId).toBeUndefined();
      // An address that AWS gave is nobody's Elastic IP.
      expect(eips.some(({ publicIp }) => publicIp === address.publicIp)).toBe(false);
      continue;
    }
    expect(eips.find(({ id }) => id === address.allocationId)).toMatchObject({
      publicIp: address.publicIp,
      associationId: address.associationId,
      networkInterfaceId: eni.id,
      privateIpAddress: address.address,
      instanceId: eni.attachment?.instanceId,
    });
  }
  for (const eip of eips) {
    const on = places.filter(({ address }) => address.allocationId === eip.id);
    expect(on.length).toBe(eip.associationId === undefined ? 0 : 1);
  }
  for (const eni of enis) {
    expect(eni.privateAddresses.map(({ primary }) => primary)).toEqual(eni.privateAddresses.map((_, at) => at === 0));
    expect(["in-use", "detaching"].includes(eni.status)).toBe(eni.attachment !== undefined);
  }
  for (const { id, state } of all) {
    const held = enis.filter(({ attachment }) => attachment?.instanceId === id);
    const devices = held.map(({ attachment }) => attachment?.deviceIndex);
    if (state === "terminated") expect(held).toEqual([]);
    else expect(devices.filter((index) => index === 0)).toEqual([0]);
    expect(new Set(devices).size).toBe(devices.length);
  }
}

test("both sides of every association agree, whatever happens", () => {
  let refused = 0;
  let done = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
      const here = lab();
      here.openInternet();
      here.region.call("ModifySubnetAttribute", { SubnetId: here.subnetId, MapPublicIpOnLaunch: { Value: true } });
      let changes = 0;
      here.region.cloud.store.follow((feed) => {
        changes += feed.length;
      });
      for (const kind of ["run", "run", "create", "create", "allocate", "allocate", "allocate", "wait"] as const)
        take(here, { kind, a: 0, b: 0, yes: false });
      for (const one of steps) {
        const before = changes;
        try {
          take(here, one);
          done++;
        } catch (error) {
          // Only AWS's own errors, and they leave everything as it was.
          if (!(error instanceof AwsError)) throw error;
          refused++;
          expect(changes).toBe(before);
        }
        check(here);
      }
    }),
    { numRuns: 150 },
  );
  // The walk must not be one long refusal.
  expect(done).toBeGreaterThan(refused / 2);
});
