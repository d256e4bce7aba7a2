import type { MockAnswer } from "./mock-conversation.ts";

/** What the pretended bot knows. The product's bot is trained; this one only has to look like it. */
export function mockAnswers(said: string): MockAnswer[] {
	if (/return/iu.test(said)) {
		return [
			{ text: "I can set that up for you. You have 30 days from delivery, and the label is free." },
			{
				text: "Which of these do you want to send back?",
				buttons: [
					{ title: "Merino sweater, navy", payload: '/inform{"line":"1"}' },
					{ title: "Canvas tote", payload: '/inform{"line":"2"}' },
					{ title: "Both", payload: '/inform{"line":"all"}' },
				],
			},
		];
	}
	if (said.startsWith("/inform")) {
		return [
			{
				text: "Done. The label is on its way to your e-mail address; you can also print it here: https://shop.example/returns/R-20417\n\nYour refund of €59.00 arrives within five days of the parcel reaching us.",
			},
		];
	}
	if (/order/iu.test(said)) {
		return [{ text: "Gladly. What is the order number? It begins with CC and stands in your confirmation." }];
	}
	if (/delivery/iu.test(said)) {
		return [
			{ text: "Standard takes 2 to 4 working days and costs €4.90, express comes the next day for €9.90." },
		];
	}
	return [{ text: "I did not quite get that. Could you put it another way?" }];
}
