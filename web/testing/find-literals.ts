import { parseSync } from "vite";

/** Attributes that are read out or shown. */
const SPOKEN = new Set([
	"aria-label",
	"aria-description",
	"aria-valuetext",
	"title",
	"alt",
	"placeholder",
	"label",
	"legend",
]);
const HAS_LETTERS = /\p{L}/u;

interface Node {
	type: string;
	[key: string]: unknown;
}

/** Words that a component would show or read out and that stand in its own code. */
export function findLiterals(source: string): string[] {
	const { program, errors } = parseSync("component.tsx", source);
	if (errors.length > 0) throw new Error(`This is no TSX: ${errors[0]?.message ?? ""}`);
	const found: string[] = [];
	const note = (value: unknown): void => {
		if (typeof value === "string" && HAS_LETTERS.test(value)) found.push(value.trim());
	};
	/** What an expression may come to: the branches of a choice, the parts of a text. */
	const results = (node: Node): void => {
		if (node.type === "Literal") note(node["value"]);
		if (node.type === "TemplateLiteral")
			for (const part of children(node["quasis"])) note(String(Object(part["value"]).cooked));
		if (node.type === "ConditionalExpression")
			children([node["consequent"], node["alternate"]]).forEach(results);
		if (node.type === "LogicalExpression") children([node["left"], node["right"]]).forEach(results);
		if (node.type === "JSXExpressionContainer") children(node["expression"]).forEach(results);
	};
	const visit = (node: Node): void => {
		if (node.type === "JSXText") note(node["value"]);
		if (node.type === "JSXAttribute") {
			const [name] = children(node["name"]);
			if (SPOKEN.has(String(name?.["name"]))) children(node["value"]).forEach(results);
		}
		if (node.type === "JSXElement" || node.type === "JSXFragment")
			for (const child of children(node["children"]))
				if (child.type === "JSXExpressionContainer") results(child);
		for (const value of Object.values(node)) children(value).forEach(visit);
	};
	children(program).forEach(visit);
	return found;
}

function children(value: unknown): Node[] {
	const all: unknown[] = Array.isArray(value) ? value : [value];
	return all.filter(isNode);
}

function isNode(value: unknown): value is Node {
	return typeof value === "object" && value !== null && typeof Reflect.get(value, "type") === "string";
}
