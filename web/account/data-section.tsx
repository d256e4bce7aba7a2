import { useState } from "react";
import { Button } from "../ui/button.tsx";
import type { Fault } from "../api/call-api.ts";
import { saveFile } from "../api/save-file.ts";
import { Problem, useWorld } from "./frame.tsx";
import { Section } from "./section.tsx";

/** Takes along everything that is kept of the one who is signed in. */
export function DataSection() {
	const { api, session } = useWorld();
	const [isWorking, setIsWorking] = useState(false);
	const [problem, setProblem] = useState<Fault | null>(null);
	const download = async (format: "json" | "html"): Promise<void> => {
		setIsWorking(true);
		const result = await session.withToken((token) => api.exportData(format, token));
		setIsWorking(false);
		setProblem(result.ok ? null : result.fault);
		if (result.ok) saveFile(`my-data.${format}`, result.value);
	};
	return (
		<Section
			title="Your data"
			lead="Everything that we have of you: account, conversations, feedback, tickets and orders."
		>
			<Problem fault={problem} />
			<div className="flex flex-wrap gap-2">
				<Button className="max-sm:w-full" disabled={isWorking} onClick={() => void download("json")}>
					Download everything
				</Button>
				<Button className="max-sm:w-full" disabled={isWorking} onClick={() => void download("html")}>
					Download to read
				</Button>
			</div>
		</Section>
	);
}
