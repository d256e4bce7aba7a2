import { test } from "vitest";
import { NgramCounter } from "./ngram-features.ts";

function namesOf(text: string): { words: string[]; characters: string[] } {
	const counter = new NgramCounter({ wordBits: 12, charBits: 12, pairReach: 0 });
	const words: string[] = [];
	const characters: string[] = [];
	counter.count(text, [], (bucket, name) => (bucket < counter.wordBuckets ? words : characters).push(name));
	counter.clear();
	return { words, characters };
}

test("[FE2] finds words where none are set apart: each Chinese character, each run of kana", ({ expect }) => {
	expect(namesOf("把钱退给我").words).toEqual(["把", "钱", "退", "给", "我"]);
	expect(namesOf("予約をキャンセルしたい").words).toEqual(["予", "約", "を", "キャンセル", "したい"]);
	expect(namesOf("订单88123到哪里 OK").words).toEqual(["订", "单", "00000", "到", "哪", "里", "ok"]);
	expect(namesOf("주문 취소").words).toEqual(["주문", "취소"]);
});

test("[FE2] single characters count in Chinese and Japanese alone", ({ expect }) => {
	const single = (text: string) => namesOf(text).characters.filter((name) => name.length === 1);
	expect(single("退货 now")).toEqual(["退", "货"]);
	expect(single("はい")).toEqual(["は", "い"]);
	expect(single("I say не 네 ok")).toEqual([]);
});
