import { test } from "vitest";
import { foldText, MAX_FEATURE_CHARS } from "./fold-text.ts";

test("[FE4] what hurried people leave out does not matter", ({ expect }) => {
	const equal: [string, string][] = [
		["SİPARİŞİM NEREDE", "siparisim nerede"],
		["kırık IŞIK", "kirik isik"],
		["STRASSE Grüße", "straße gruße"],
		["où est ma commande reçue", "ou est ma commande recue"],
		["¿DÓNDE está el pedido, señor?", "¿donde esta el pedido, senor?"],
		["أين طَلَبِيَّة", "اين طلبيه"],
		["إلى الـــدعم", "الي الدعم"],
		["ﻃﻠﺐ", "طلب"],
		["Ｏｒｄｅｒ １２", "order 00"],
		["٣ طلبات", "0 طلبات"],
		["don’t", "don't"],
	];
	for (const [typed, plain] of equal) expect(foldText(typed)).toBe(foldText(plain));
	expect(foldText("İstanbul")).toBe("istanbul");
	expect(foldText("ΠΑΡΑΓΓΕΛΊΑ")).toBe("παραγγελια");
});

test("[FE6] what nobody sees does not matter: soft hyphens and spaces of no width", ({ expect }) => {
	expect(foldText("\ufeffPar\u00adcel\u200bs \u2060now")).toBe("parcels now");
	expect(foldText("می\u200cخواهم")).toBe("می\u200cخواهم"); // parts the forms of letters
});

test("[FE4] marks that are letters stay, and different letters stay different", ({ expect }) => {
	expect(foldText("ที่ไหน")).toBe("ที่ไหน");
	expect(foldText("कहाँ है")).toBe("कहाँ है".normalize("NFC"));
	expect(foldText("мой заказ")).toBe("мой заказ");
	expect(foldText("한국어")).toBe("한국어");
	expect(foldText("x".repeat(9_000))).toHaveLength(MAX_FEATURE_CHARS);
});
