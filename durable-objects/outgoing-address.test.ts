import { test } from "vitest";
import { INNER_ADDRESSES } from "../contracts/testing/inner-addresses.ts";
import { readHosts, refusalOfAddress } from "./outgoing-address.ts";

const open = { allowedHosts: null, publicOnly: true };

test("[OA1] an address inside our own network is refused, however it is written", ({ expect }) => {
	for (const address of INNER_ADDRESSES)
		expect(refusalOfAddress(address, open), address).toMatch(/private network/);
	for (const address of [
		"https://shop.example/hook",
		"http://8.8.8.8/",
		"https://172.32.0.1/",
		"https://[2606:4700:4700::1111]/",
		"https://8-8-8-8.shop.example/",
		"https://1.2.3.4.5.shop.example/",
		"https://hooks.lanes.example/",
	])
		expect(refusalOfAddress(address, open), address).toBe(null);
});

test("[OA2] an allow-list allows exactly its hosts, with or without a port, private ones too", ({
	expect,
}) => {
	const rules = { allowedHosts: readHosts(" actions.example, 10.0.0.7:5055 ,"), publicOnly: true };
	for (const address of [
		"https://actions.example/webhook",
		"http://actions.example:5055/",
		"http://10.0.0.7:5055/",
	])
		expect(refusalOfAddress(address, rules), address).toBe(null);
	for (const address of [
		"https://evil.example/",
		"http://10.0.0.7/",
		"http://10.0.0.7:6379/",
		"https://actions.example.evil.example/",
		"https://sub.actions.example/",
	])
		expect(refusalOfAddress(address, rules), address).toMatch(/OUTGOING_HOSTS/);
	expect(readHosts("")).toBe(null);
	expect(readHosts(undefined)).toBe(null);
});

test("[OA3] other schemes, and names or passwords inside an address, are refused", ({ expect }) => {
	for (const address of [
		"ftp://shop.example/",
		"file:///etc/passwd",
		"javascript:alert(1)",
		"shop.example",
		"",
	])
		expect(refusalOfAddress(address, open), address).not.toBe(null);
	expect(refusalOfAddress("https://user:secret@shop.example/", open)).toMatch(/name or password/);
});
