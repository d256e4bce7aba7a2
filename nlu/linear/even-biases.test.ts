import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { evenBiases } from "./even-biases.ts";
import { LinearModel } from "./linear-model.ts";
import { trainLinearModel } from "./train-linear-model.ts";
import { partArrays } from "../trained-part.ts";

/** Labels of as many examples as the counts say. */
function labelled(...counts: readonly number[]): number[] {
	return counts.flatMap((count, label) => Array.from<number>({ length: count }).fill(label));
}

test("[LM11] takes out of the biases what follows from the counts, and nothing else", ({ expect }) => {
	const even = evenBiases([-0.2, -0.6, -0.6, -0.6], labelled(200, 3, 3, 3));
	expect(Math.max(...even) - Math.min(...even)).toBeLessThan(0.05);
	// what examples say beside their number stays, and so do the biases of equal counts
	const [first = 0, second = 0] = evenBiases([-0.1, -0.5, -0.4, -0.6], labelled(100, 4, 4, 4));
	expect(first).toBeLessThan(-0.3);
	expect(second).toBeLessThan(first + 0.1);
	expect([...evenBiases([-0.2, -0.6, -0.1], labelled(5, 5, 5))]).toEqual([-0.2, -0.6, -0.1]);
});

test("[LM11] where an intent with many examples is asked for less, and where all have a hundred, biases stay", ({
	expect,
}) => {
	expect([...evenBiases([-0.6, -0.2, -0.2], labelled(50, 3, 3))]).toEqual([-0.6, -0.2, -0.2]);
	expect([...evenBiases([-0.2, -0.6, -0.6], labelled(900, 100, 100))]).toEqual([-0.2, -0.6, -0.6]);
});

test("[LM11] an intent of three examples is heard beside one of a hundred and twenty", ({ expect }) => {
	const random = seededRandom(5);
	const anyOf = (words: string) => words.split(" ")[Math.floor(random() * words.split(" ").length)] ?? "";
	const booking = Array.from({ length: 120 }, () =>
		[
			anyOf("quiero necesito busco reserva"),
			"una habitación",
			anyOf("doble individual triple"),
			anyOf("para con"),
			anyOf("dos tres cuatro"),
			anyOf("noches personas camas"),
			anyOf("el para con"),
			anyOf("lunes balcón vistas desayuno viernes"),
		].join(" "),
	);
	const examples = {
		aparcamiento: ["tienen parking", "dónde puedo aparcar el coche", "es gratis el garaje"],
		cancelar: ["quiero cancelar mi reserva", "anular la reserva del viernes", "ya no voy a ir"],
		mascotas: ["aceptan perros", "puedo llevar a mi gato", "se admiten mascotas"],
		reservar: booking,
		saludo: ["hola", "buenas", "buenos días"],
	};
	const labels = Object.keys(examples);
	const { config, arrays } = trainLinearModel({
		labels,
		examples: Object.values(examples).flatMap((texts, label) =>
			texts.map((text) => ({ input: { text, marks: [], language: "es" }, label, isSynthetic: false })),
		),
		wordVectors: null,
		encoder: null,
		newRowKernel: null,
		seed: 1,
		onProgress: () => {},
	});
	const model = new LinearModel(config, partArrays(arrays, ""), { wordVectors: null });
	const first = (text: string) =>
		model.rank({ text, marks: [], language: "es" }, () => null)?.labels[0]?.label;
	expect(first("hay que pagar por el perro")).toBe("mascotas");
	expect(first("bueas noches")).toBe("saludo");
	expect(first("una habitación triple")).toBe("reservar");
});
