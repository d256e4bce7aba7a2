import { z } from "zod";

// zod would try `new Function` to find out whether it may: the content security policy reports that as a violation
z.config({ jitless: true });
