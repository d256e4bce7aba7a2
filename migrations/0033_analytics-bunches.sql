-- Strings of bits one after the other: days that are counted at once.
CREATE AGGREGATE "analytics_concat"(varbit) (SFUNC = bitcat, STYPE = varbit);
--> statement-breakpoint
-- As before (0032); who has none of a bin's bit is told from who has it, so that each step needs one `and` of all bits.
CREATE OR REPLACE FUNCTION "analytics_ranked_bins"(has varbit[], slices varbit[], bins int[], counts bigint[], ranks bigint[]) RETURNS int[]
	LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
	size int := coalesce(array_length(has, 1), 0);
	rest bigint[] := ranks;
	found int[] := array_fill(0, ARRAY[2]);
	-- of the first rank, and of the second once it has another way; and how many these are
	those varbit[] := has;
	others varbit[];
	many bigint[] := array_fill((SELECT coalesce(sum(bit_count(u.own)), 0) FROM unnest(has) u(own)), ARRAY[2]);
	slice varbit[];
	higher varbit[];
	high bigint;
	fewer bigint;
	is_apart boolean := false;
BEGIN
	FOR power IN REVERSE 10..0 LOOP
		slice := slices[power * size + 1 : (power + 1) * size];
		FOR rank IN 1..CASE WHEN is_apart THEN 2 ELSE 1 END LOOP
			IF rank = 1 THEN
				higher := ARRAY(SELECT u.own & u.bits FROM unnest(those, slice) u(own, bits));
			ELSE
				higher := ARRAY(SELECT u.own & u.bits FROM unnest(others, slice) u(own, bits));
			END IF;
			SELECT coalesce(sum(bit_count(u.own)), 0) INTO high FROM unnest(higher) u(own);
			fewer := many[rank] - high;
			IF bins IS NOT NULL THEN
				fewer := fewer + (SELECT coalesce(sum(l.n), 0) FROM unnest(bins, counts) l(at, n)
					WHERE l.at >= found[rank] AND l.at < found[rank] + (1 << power));
			END IF;
			IF NOT is_apart THEN
				-- ranks rise: once they part, the second has the bit and the first has not
				is_apart := (fewer < rest[1]) <> (fewer < rest[2]);
				IF fewer < rest[2] THEN
					rest[2] := rest[2] - fewer;
					found[2] := found[2] + (1 << power);
				END IF;
				IF is_apart THEN
					others := higher;
					many[2] := high;
				END IF;
			ELSIF rank = 2 AND fewer < rest[2] THEN
				rest[2] := rest[2] - fewer;
				found[2] := found[2] + (1 << power);
				others := higher;
				many[2] := high;
				CONTINUE;
			END IF;
			IF rank = 2 THEN
				others := ARRAY(SELECT u.own # u.bits FROM unnest(others, higher) u(own, bits));
				many[2] := many[2] - high;
			ELSIF fewer < rest[1] THEN
				rest[1] := rest[1] - fewer;
				found[1] := found[1] + (1 << power);
				those := higher;
				many[1] := high;
			ELSE
				those := ARRAY(SELECT u.own # u.bits FROM unnest(those, higher) u(own, bits));
				many[1] := many[1] - high;
			END IF;
		END LOOP;
	END LOOP;
	RETURN found;
END
$$;
