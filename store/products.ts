/** Finding products by a customer's words. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import type { ProductView } from "./shop-types.ts";
import { storableText } from "./storable.ts";

/** Longer questions are cut: the words that name a product come early. */
const MAX_WORDS_CHARS = 200;
const MAX_PRODUCTS = 5;
/** Share of the words' three-letter pieces that a name must have to count as a misspelling of it. */
const MIN_LIKENESS = 0.45;
/** Of matches of the same kind, those less than half as good as the best are noise. */
const MIN_OF_BEST = 0.5;

const ProductRow: z.ZodType<ProductView> = z.object({
	sku: z.string(),
	name: z.string(),
	description: z.string(),
	priceCents: z.int(),
	currency: z.string(),
	stock: z.int(),
});

/**
 * Up to five products, best first: those that have all the words, else those that have some of them, else those whose
 * name or SKU is written much like them. Words that say nothing (`do you have the`) do not count.
 */
export async function searchProducts(db: Database, words: string): Promise<readonly ProductView[]> {
	return queryRows(
		db,
		ProductRow,
		sql`with words as materialized (
				select array(select lexeme from unnest(to_tsvector('english', typed))) as stems,
					word_trigrams(array_to_string(array(
						select word from regexp_split_to_table(typed, '\\s+') as word
						where to_tsvector('english', word) <> ''::tsvector), ' ')) as pieces
				from (select ${storableText(words.slice(0, MAX_WORDS_CHARS))}::text as typed) as t
			), asked as materialized (
				select pieces,
					(select string_agg(quote_literal(stem), ' & ')::tsquery from unnest(stems) as stem) as every_word,
					(select string_agg(quote_literal(stem), ' | ')::tsquery from unnest(stems) as stem) as some_word
				from words
			), found as (
				select p.id, case when p.search @@ asked.every_word then 3 else 2 end as kind,
					ts_rank(p.search, asked.some_word)::float8 as score
				from asked join products p on p.search @@ asked.some_word where p.is_active
				union all
				select p.id, 1, cardinality(array(select unnest(p.trigrams) intersect select unnest(asked.pieces)))::float8
					/ cardinality(asked.pieces)
				from asked join products p on p.trigrams && asked.pieces where p.is_active
			), ranked as (
				select id, kind, score, max(kind) over () as best_kind,
					max(score) over (partition by kind) as best_score
				from found where kind > 1 or score >= ${MIN_LIKENESS}
			)
			select json_build_object('sku', p.sku, 'name', p.name, 'description', p.description,
				'priceCents', p.price_cents, 'currency', p.currency, 'stock', p.stock) as row
			from ranked r join products p on p.id = r.id
			where r.kind = r.best_kind and r.score >= r.best_score * ${MIN_OF_BEST}
			order by r.score desc, p.name
			limit ${MAX_PRODUCTS}`,
	);
}
