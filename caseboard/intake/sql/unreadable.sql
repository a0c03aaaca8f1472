select cast(r." line" as bigint), r." broken", r." raw"
from {relation} as r
where r." broken" is not null
order by 1
