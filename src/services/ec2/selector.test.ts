import { describe, expect, test } from "vitest";
import { formatAddress } from "../../base/address.ts";
import { Lab } from "./lab.fixture.ts";

/**
 *   vpc 10.0.0.0/16
 *   └── a 10.0.1.0/24   web-1, web-2 (tag role=web), db (Name "db", as is its group)
 */
function network() {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const igw = lab.internetGateway("igw", vpc);
  const a = lab.subnet("a", vpc, "10.0.1.0/24");
  const webGroup = lab.group("web", vpc, {});
  const dbGroup = lab.group("db", vpc, {});
  const web1 = lab.instance("web-1", a, { groups: [webGroup], publicIp: true });
  const web2 = lab.instance("web-2", a, { groups: [webGroup] });
  const db = lab.instance("db", a, { groups: [dbGroup] });
  const tag = (id: string, Key: string, Value: string) =>
    lab.region.call("CreateTags", { Resources: [id], Tags: [{ Key, Value }] });
  tag(web1.id, "Name", "web-1");
  tag(web1.id, "role", "web");
  tag(web2.id, "role", "web");
  tag(db.id, "Name", "db");
  tag(dbGroup, "Name", "db");
  tag(vpc, "Name", "all");
  tag(igw, "Name", "all");
  const find = (selector: string) =>
    lab.region.cloud.locate(selector, {}).map(({ kind, id, inner }) => `${kind} ${id} ${inner.map(formatAddress)}`);
  return { lab, vpc, a, webGroup, dbGroup, web1, web2, db, find };
}

describe("selectors", () => {
  test("an id, of an instance, an interface, or of what holds interfaces", () => {
    const { web1, web2, db, webGroup, a, vpc, find } = network();
    const told = ({ id, ip }: { id: string; ip: string }) => `instance ${id} ${ip}`;
    expect(find(web1.id)).toEqual([told(web1)]);
    expect(find(web1.eni)).toEqual([told(web1)]);
    expect(find(webGroup)).toEqual([told(web1), told(web2)]);
    expect(find(a)).toEqual([told(web1), told(web2), told(db)]);
    expect(find(vpc)).toEqual([told(web1), told(web2), told(db)]);
    expect(find("i-0123456789abcdef0")).toEqual([]);
  });

  test("a Name, and any tag; the thing itself before a container of the same Name", () => {
    const { web1, web2, db, find } = network();
    expect(find("web-1")).toEqual([`instance ${web1.id} ${web1.ip}`]);
    expect(find("db")).toEqual([`instance ${db.id} ${db.ip}`]);
    expect(find("tag:role=web")).toEqual([`instance ${web1.id} ${web1.ip}`, `instance ${web2.id} ${web2.ip}`]);
    expect(find("all")).toHaveLength(3);
    expect(find("nobody")).toEqual([]);
  });

  test("an address, private or public", () => {
    const { web1, find } = network();
    expect(find(web1.ip)).toEqual([`instance ${web1.id} ${web1.ip}`]);
    expect(find(web1.publicIp)).toEqual([`instance ${web1.id} ${web1.ip}`]);
    expect(find("10.0.1.200")).toEqual([]);
  });

  test("the world: the Internet, a host of it, an AWS service", () => {
    const { find } = network();
    expect(find("internet")).toEqual(["internet internet 198.51.100.7,2001:db8::7"]);
    expect(find("internet:1.2.3.4")).toEqual(["internet 1.2.3.4 1.2.3.4"]);
    expect(find("internet:nonsense")).toEqual([]);
    expect(find("service:s3")).toEqual([expect.stringMatching(/^service service:s3 3\.5\./)]);
    expect(find("service:moon")).toEqual([]);
  });

  test("places are found in every account and region, or only in those asked for", () => {
    const { lab, web1 } = network();
    lab.as("222222222222", "eu-west-1").vpc("other", "10.5.0.0/16");
    expect(lab.region.cloud.locate("web-1", {})).toHaveLength(1);
    expect(lab.region.cloud.locate("web-1", { region: "eu-west-1" })).toEqual([]);
    expect(lab.region.cloud.locate(web1.id, { account: "222222222222" })).toEqual([]);
  });
});
