/** Finding products by a customer's words. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import type { ProductView } from "../contracts/shop.ts";
import { storableText } from "./storable.ts";

/** Longer questions are cut: the words that name a product come early. */
const MAX_WORDS_CHARS = 200;
const MAX_PRODUCTS = 5;
/** Share of a word's three-letter pieces that a product's name must have to count as that word misspelt. */
const MIN_LIKENESS = 0.45;
/** What is found less than this much as well as the best is noise. */
const MIN_OF_BEST = 0.6;

/** What `ts_rank` gives a word that occurs once with weight 1. */
const RANK_OF_ONE_HIT = 0.607_927_1;

/** A product as it is told to customers. */
export const ProductRow: z.ZodType<ProductView> = z.object({
	sku: z.string(),
	name: z.string(),
	description: z.string(),
	priceCents: z.int(),
	currency: z.string(),
	stock: z.int(),
});

/**
 * Up to five products, best first. Each word counts for itself: most in a name or SKU, less in a category or
 * description, nearly as much as in a name when it is a name misspelt. Words that say nothing (`do you have the`) do not count.
 */
export async function searchProducts(db: Database, words: string): Promise<readonly ProductView[]> {
	return queryRows(
		db,
		ProductRow,
		sql`with asked as materialized (
				select word, plainto_tsquery('english', word) as query, word_trigrams(word) as pieces
				from (select distinct lower(word) as word
					from regexp_split_to_table(${storableText(words.slice(0, MAX_WORDS_CHARS))}::text, '\\s+') as word) as w
				where to_tsvector('english', word) <> ''::tsvector
			), hits as (
				select p.id, a.word,
					least(1, ts_rank('{0, 0.5, 0.6, 1}', p.search, a.query) / ${RANK_OF_ONE_HIT}::float8) as as_written,
					cardinality(array(select unnest(p.trigrams) intersect select unnest(a.pieces)))::float8
						/ greatest(cardinality(a.pieces), 1) as likeness
				from asked a join products p on p.search @@ a.query or p.trigrams && a.pieces
				where p.is_active
			), scored as (
				select id, sum(greatest(as_written, case when likeness >= ${MIN_LIKENESS} then likeness * 0.9 else 0 end)) as score
				from hits group by id
			), ranked as (
				select id, score, max(score) over () as best from scored where score > 0
			)
			select json_build_object('sku', p.sku, 'name', p.name, 'description', p.description,
				'priceCents', p.price_cents, 'currency', p.currency, 'stock', p.stock) as row
			from ranked r join products p on p.id = r.id
			where r.score >= r.best * ${MIN_OF_BEST}
			order by r.score desc, p.name
			limit ${MAX_PRODUCTS}`,
	);
}
