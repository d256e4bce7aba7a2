import { Search } from "lucide-react";
import { useEffect, useState } from "react";

const QUIET_MS = 250;

interface SearchFieldProps {
	label: string;
	/** Told when nobody has typed for a moment. */
	onSearch: (words: string) => void;
	value: string;
	className?: string;
}

/** A field that searches while one types. */
export function SearchField({ label, onSearch, value, className }: SearchFieldProps) {
	const [typed, setTyped] = useState(value);
	useEffect(() => {
		if (typed === value) return undefined;
		const timer = setTimeout(() => onSearch(typed), QUIET_MS);
		return () => clearTimeout(timer);
	}, [typed, value, onSearch]);
	return (
		<label className={className ?? "relative block w-full sm:w-64"}>
			<span className="sr-only">{label}</span>
			<Search
				aria-hidden="true"
				size={14}
				className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted"
			/>
			<input
				type="search"
				placeholder={label}
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
				className="block min-h-8 w-full rounded-sm border border-edge bg-raised ps-8 pe-2 text-sm placeholder:text-muted pointer-coarse:min-h-10 pointer-coarse:text-base"
			/>
		</label>
	);
}
