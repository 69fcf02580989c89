"""The English councils that are responsible for adult social care, as people shorten their names.

From the Office for National Statistics' list of counties and unitary authorities (general knowledge, April 2025).
"""

from __future__ import annotations

SHORT_NAMES = frozenset(
    name.strip()
    for name in """
    Cambridgeshire|Derbyshire|Devon|East Sussex|Essex|Gloucestershire|Hampshire|Hertfordshire|Kent|Lancashire|Leicestershire|
    Lincolnshire|Norfolk|Nottinghamshire|Oxfordshire|Staffordshire|Suffolk|Surrey|Warwickshire|West Sussex|Worcestershire|
    Bath and North East Somerset|Bedford|Blackburn with Darwen|Blackpool|Bournemouth, Christchurch and Poole|Bracknell Forest|
    Brighton and Hove|Brighton & Hove|Bristol|Buckinghamshire|Central Bedfordshire|Cheshire East|Cheshire West and Chester|
    Cornwall|County Durham|Durham|Cumberland|Darlington|Derby|Dorset|East Riding of Yorkshire|East Riding|Halton|Hartlepool|
    Herefordshire|Isle of Wight|Isles of Scilly|Kingston upon Hull|Hull|Leicester|Luton|Medway|Middlesbrough|Milton Keynes|
    North East Lincolnshire|North Lincolnshire|North Northamptonshire|North Somerset|North Yorkshire|Northumberland|Nottingham|
    Peterborough|Plymouth|Portsmouth|Reading|Redcar and Cleveland|Rutland|Shropshire|Slough|Somerset|South Gloucestershire|
    Southampton|Southend-on-Sea|Southend|Stockton-on-Tees|Stoke-on-Trent|Swindon|Telford and Wrekin|Telford & Wrekin|Thurrock|
    Torbay|Warrington|West Berkshire|West Northamptonshire|Westmorland and Furness|Wiltshire|Windsor and Maidenhead|Wokingham|
    York|Barnsley|Birmingham|Bolton|Bradford|Bury|Calderdale|Coventry|Doncaster|Dudley|Gateshead|Kirklees|Knowsley|Leeds|
    Liverpool|Manchester|Newcastle upon Tyne|Newcastle|North Tyneside|Oldham|Rochdale|Rotherham|Salford|Sandwell|Sefton|Sheffield|
    Solihull|South Tyneside|St Helens|St. Helens|Stockport|Sunderland|Tameside|Trafford|Wakefield|Walsall|Wigan|Wirral|
    Wolverhampton|Barking and Dagenham|Barnet|Bexley|Brent|Bromley|Camden|Croydon|Ealing|Enfield|Greenwich|Hackney|
    Hammersmith and Fulham|Haringey|Harrow|Havering|Hillingdon|Hounslow|Islington|Kensington and Chelsea|Kingston upon Thames|
    Lambeth|Lewisham|Merton|Newham|Redbridge|Richmond upon Thames|Southwark|Sutton|Tower Hamlets|Waltham Forest|Wandsworth|
    Westminster|City of London
    """.replace("\n", "").split("|")
)
ALSO_WORDS = frozenset(
    ["Reading", "Bury", "Hull", "Halton", "Sutton", "Newcastle", "Derby", "York", "Durham", "Kent"]
)
"""Names that are a word of the language, or often part of another name: one look at them is not enough."""
