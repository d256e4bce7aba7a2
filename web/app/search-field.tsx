import { Search } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";

const QUIET_MS = 250;

interface SearchFieldProps {
	label: string;
	/** Told when nobody has typed for a moment. */
	onSearch: (words: string) => void;
	value: string;
	className?: string;
	field?: Ref<HTMLInputElement>;
}

/** A field that searches while one types; words that come from elsewhere take the place of what was typed. */
export function SearchField({ label, onSearch, value, className, field }: SearchFieldProps) {
	const [typed, setTyped] = useState(value);
	const asked = useRef(value);
	useEffect(() => {
		// our own words come back while the next are typed already
		if (value === asked.current) return;
		asked.current = value;
		setTyped(value);
	}, [value]);
	useEffect(() => {
		if (typed === asked.current) return undefined;
		const timer = setTimeout(() => {
			asked.current = typed;
			onSearch(typed);
		}, QUIET_MS);
		return () => clearTimeout(timer);
	}, [typed, onSearch]);
	return (
		<label className={className ?? "relative block w-full sm:w-64"}>
			<span className="sr-only">{label}</span>
			<Search
				aria-hidden="true"
				size={14}
				className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted"
			/>
			<input
				ref={field}
				type="search"
				placeholder={label}
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
				className="block min-h-8 w-full rounded-sm border border-edge bg-raised ps-8 pe-2 text-sm placeholder:text-muted pointer-coarse:min-h-10 pointer-coarse:text-base"
			/>
		</label>
	);
}
