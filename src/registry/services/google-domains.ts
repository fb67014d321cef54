/** Google's own domains of countries, as www.google.com/supported_domains lists them (2026-11), and google.eu. */
const COUNTRIES =
  'ad ae al am as at az ba be bf bg bi bj bs bt by ca cat cd cf cg ch ci cl cm cn cv cz de dj dk dm dz ee es eu fi fm fr ga ge gg gl gm gr gy hn hr ht hu ie im iq is it je jo kg ki kz la li lk lt lu lv md me mg mk ml mn mu mv mw ne nl no nr nu pl pn ps pt ro rs ru rw sc se sh si sk sm sn so sr st td tg tl tm tn to tt vg vu ws';
const COM =
  'af ag ar au bd bh bn bo br bz co cu cy do ec eg et fj gh gi gt hk jm kh kw lb ly mm mt mx my na ng ni np om pa pe pg ph pk pr py qa sa sb sg sl sv tj tr tw ua uy vc vn';
const CO = 'ao bw ck cr id il in jp ke kr ls ma mz nz th tz ug uk uz ve vi za zm zw';

const under = (start: string, countries: string): string[] => countries.split(' ').map((country) => start + country);

/** google.nl, google.com.au, google.co.uk …, separated by blanks */
export const GOOGLE_DOMAINS: string = [
  ...under('google.', COUNTRIES),
  ...under('google.com.', COM),
  ...under('google.co.', CO),
].join(' ');
