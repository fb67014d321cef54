/**
 * Amazon's services by their regional endpoints: SERVICE.REGION.amazonaws.com, or REGION.SERVICE.amazonaws.com for what
 * customers run. Regions and endpoint forms: "AWS service endpoints", AWS General Reference (2026-11).
 */

const REGIONS = (
  'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ' +
  'ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 ' +
  'eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 ' +
  'mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2'
).split(' ');

/** service → endpoint prefixes before the region; a * stands for the region where it comes first */
// biome-ignore format: one service a line
const ENDPOINTS: Readonly<Record<string, string>> = {
  'aws api gateway': 'execute-api',
  'aws bedrock': 'bedrock bedrock-runtime bedrock-agent-runtime',
  'aws cloudformation': 'cloudformation',
  'aws cloudtrail': 'cloudtrail',
  'aws cloudwatch': 'monitoring logs events synthetics',
  'aws codecommit': 'git-codecommit',
  'aws cognito': 'cognito-idp cognito-identity',
  'aws container registry': 'dkr.ecr api.ecr',
  'aws database migration': 'dms',
  'aws documentdb': '*.docdb',
  'aws dynamodb': 'dynamodb streams.dynamodb',
  'aws ec2': 'ec2 compute *.compute',
  'aws ecs': 'ecs ecs-a ecs-t',
  'aws efs': 'efs elasticfilesystem',
  'aws eks': 'eks *.eks',
  'aws elasticache': '*.cache',
  'aws emr': 'elasticmapreduce',
  'aws fsx': 'fsx',
  'aws glue': 'glue',
  'aws guardduty': 'guardduty guardduty-data',
  'aws iot core': 'iot data.iot',
  'aws kinesis': 'kinesis firehose',
  'aws kms': 'kms',
  'aws lambda': 'lambda',
  'aws load balancing': 'elb *.elb elasticloadbalancing',
  'aws mq': 'mq',
  'aws msk': 'kafka kafka-serverless',
  'aws neptune': '*.neptune',
  'aws opensearch': '*.es *.aoss',
  'aws rds': 'rds *.rds',
  'aws redshift': 'redshift *.redshift',
  'aws s3': 's3 s3.dualstack s3-control s3-accesspoint s3-fips',
  'aws sagemaker': 'runtime.sagemaker api.sagemaker',
  'aws secrets manager': 'secretsmanager',
  'aws security token service': 'sts',
  'aws ses': 'email email-smtp',
  'aws sns': 'sns',
  'aws sqs': 'sqs queue',
  'aws step functions': 'states',
  'aws systems manager': 'ssm ssmmessages ec2messages',
};

/** Endpoints without a region, or older ones. */
// biome-ignore format: one service a line
const GLOBAL: Readonly<Record<string, string>> = {
  'aws console': 'console.aws.amazon.com signin.aws.amazon.com console.amazonaws-us-gov.com signin.aws',
  'aws elasticache': 'cache.amazonaws.com',
  'aws iam': 'iam.amazonaws.com',
  'aws lambda': 'lambda-url.us-east-1.on.aws on.aws',
  'aws route 53': 'route53.amazonaws.com awsdns-hostmaster.amazon.com',
  'aws s3': 's3.amazonaws.com s3-accelerate.amazonaws.com s3-website-us-east-1.amazonaws.com s3-1.amazonaws.com',
  'aws security token service': 'sts.amazonaws.com',
  'aws sqs': 'queue.amazonaws.com',
};

function suffixes(service: string): string {
  const prefixes = (ENDPOINTS[service] ?? '').split(' ').filter((prefix) => prefix !== '');
  const regional = prefixes.flatMap((prefix) =>
    REGIONS.map((region) =>
      prefix.startsWith('*.') ? `${region}.${prefix.slice(2)}.amazonaws.com` : `${prefix}.${region}.amazonaws.com`,
    ),
  );
  const older = service === 'aws s3' ? REGIONS.map((region) => `s3-${region}.amazonaws.com`) : [];
  return [...regional, ...older, ...(GLOBAL[service] ?? '').split(' ').filter((suffix) => suffix !== '')].join(' ');
}

/** category → service → suffixes separated by spaces */
export const AWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cloud: Object.fromEntries(
    [...new Set([...Object.keys(ENDPOINTS), ...Object.keys(GLOBAL)])].sort().map((name) => [name, suffixes(name)]),
  ),
};
