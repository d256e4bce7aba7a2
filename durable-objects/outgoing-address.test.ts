import { test } from "vitest";
import { readHosts, refusalOfAddress } from "./outgoing-address.ts";

const open = { allowedHosts: null, publicOnly: true };

test("[OA1] an address inside our own network is refused, however it is written", ({ expect }) => {
	for (const address of [
		"http://localhost/x",
		"http://LOCALHOST./x",
		"http://app.localhost/",
		"http://redis/",
		"http://db.internal/",
		"http://printer.local/",
		"http://127.0.0.1/",
		"http://127.1/",
		"http://0x7f000001/",
		"http://017700000001/",
		"http://2130706433/",
		"http://0.0.0.0/",
		"http://10.1.2.3/",
		"http://172.16.0.1/",
		"http://172.31.255.255/",
		"http://192.168.1.1/",
		"http://169.254.169.254/latest/meta-data/",
		"http://100.64.0.1/",
		"http://[::1]/",
		"http://[::]/",
		"http://[::ffff:127.0.0.1]/",
		"http://[fe80::1]/",
		"http://[fd00::1]/",
		"http://[64:ff9b::7f00:1]/",
		"http://[2002:7f00:1::]/",
		"http://0177.0.0.1/",
		"http://0x7f.0x0.0x0.0x1/",
		"http://127.0.1/",
		"http://\u2460\u2461\u2466.\u24EA.\u24EA.\u2460/",
		"http://127\u30020\u30020\u30021/",
		"http://localhost%2e/",
		"http://%6c%6f%63%61%6c%68%6f%73%74/",
		"http://metadata.google.internal/computeMetadata/v1/",
		"http://169.254.170.2/v2/credentials",
		"http://0xa9fea9fe/",
		"http://[fd00:ec2::254]/",
		"http://[::ffff:a9fe:a9fe]/",
		"http://[::ffff:10.0.0.1]/",
		"http://[ff02::1]/",
		"http://[2001::7f00:1]/",
		"http://[2001:db8::1]/",
		"http://192.0.0.192/",
		"http://198.18.0.1/",
		"http://224.0.0.1/",
		"http://255.255.255.255/",
		"http://127.0.0.1.nip.io/",
		"http://app-10-0-0-1.sslip.io/",
		"http://7f000001.nip.io/",
		"http://localtest.me/",
		"http://a.lvh.me/",
		"http://db.lan/",
	])
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
